import { ApiProperty } from '@nestjs/swagger'
import { IsArray, IsIn } from 'class-validator'
import { CONSTITUENCIES } from '../../delegations/constituency.ts'
import { DELEGATION_ROLES, type DelegationRole } from '../../delegations/delegation.ts'
import { LIST_READERS, type ListReaders } from '../../meetings/registration-settings.ts'
import { PLACE_MODES, type PlaceMode } from '../registration.ts'

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

const KNOWN = CONSTITUENCIES.map(({ id }) => id)

/** Who reads the list of participants, and who is on it by the rules of the meeting. */
export class ParticipantListSettingsDto {
  @ApiProperty({ enum: LIST_READERS, description: '`registered`: who takes part, signed in.' })
  @IsIn(LIST_READERS)
  readers: ListReaders
  @ApiProperty({
    type: String,
    isArray: true,
    example: ['member-state'],
    description: 'Constituencies whose delegations are listed without asking each person.',
  })
  @IsArray()
  @IsIn(KNOWN, { each: true })
  byRules: string[]
}

/** People, by how far they have come; who is online while waiting for the room counts twice. */
export class TallyDto {
  @ApiProperty()
  confirmed: number
  @ApiProperty()
  requested: number
  @ApiProperty()
  waiting: number
}

/** People of one kind. */
export class ConstituencyTallyDto extends TallyDto {
  @ApiProperty({ example: 'member-state' })
  constituency: string
}

/** People who speak for States of one regional group. */
export class GroupTallyDto extends TallyDto {
  @ApiProperty({ type: String, nullable: true, example: 'grulac', description: 'Null: States that are in none.' })
  group: string | null
  @ApiProperty({ description: 'How many States of the group take part.' })
  states: number
}

/** People on one day, in one mode. */
export class DayTallyDto extends TallyDto {
  @ApiProperty({ example: '2022-10-18' })
  day: string
  @ApiProperty({ enum: PLACE_MODES })
  mode: PlaceMode
}

/** How many of a State take part on one day. */
export class StateDayDto {
  @ApiProperty({ example: '2022-10-18' })
  day: string
  @ApiProperty()
  inPerson: number
  @ApiProperty()
  online: number
}

/** A State that takes part. */
export class StateParticipationDto {
  @ApiProperty({ example: 'ARG', description: 'ISO 3166-1 alpha-3.' })
  state: string
  @ApiProperty({ type: StateDayDto, isArray: true })
  days: StateDayDto[]
}

/** Who comes, in numbers, at this moment. */
export class ParticipationFiguresDto {
  @ApiProperty({ type: TallyDto })
  total: TallyDto
  @ApiProperty({ type: ConstituencyTallyDto, isArray: true })
  constituencies: ConstituencyTallyDto[]
  @ApiProperty({ type: GroupTallyDto, isArray: true })
  regionalGroups: GroupTallyDto[]
  @ApiProperty({ type: DayTallyDto, isArray: true })
  days: DayTallyDto[]
  @ApiProperty({ type: StateParticipationDto, isArray: true })
  states: StateParticipationDto[]
}
