import { ApiProperty } from '@nestjs/swagger'
import { DELEGATION_ROLES, type DelegationRole } from '../../delegations/delegation.ts'

/** Somebody on the list of participants. */
export class ListedPersonDto {
  @ApiProperty({ example: 'N. N.' })
  name: string
  @ApiProperty({ enum: DELEGATION_ROLES, nullable: true, type: String })
  role: DelegationRole | null
  @ApiProperty({ example: 'Counsellor' })
  jobTitle: string
  @ApiProperty({ description: 'Takes part online only.' })
  online: boolean
}

/** A State or an organization on the list. */
export class ListedGroupDto {
  @ApiProperty({ type: String, nullable: true, description: 'Null for people who speak for themselves.' })
  name: string | null
  @ApiProperty({ type: String, nullable: true, example: 'ARG', description: 'ISO 3166-1 alpha-3.' })
  state: string | null
  @ApiProperty({ type: ListedPersonDto, isArray: true })
  people: ListedPersonDto[]
}

/** A kind of participant on the list. */
export class ListedSectionDto {
  @ApiProperty({ example: 'member-state' })
  constituency: string
  @ApiProperty({ type: ListedGroupDto, isArray: true })
  groups: ListedGroupDto[]
}

/** The list of participants, in the official order of the language. */
export class ParticipantListDto {
  @ApiProperty({ example: '2022-10-07' })
  date: string
  @ApiProperty()
  provisional: boolean
  @ApiProperty({ type: ListedSectionDto, isArray: true })
  sections: ListedSectionDto[]
}
