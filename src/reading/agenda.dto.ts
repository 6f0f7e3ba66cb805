import { ApiProperty, ApiPropertyOptional, getSchemaPath, ApiExtraModels } from '@nestjs/swagger'
import { FORMATS, SESSION_KINDS } from '../agenda/release.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'

/** Words, and the language they are in: another than the one asked for where there is no translation yet. */
export class WordsDto {
  @ApiProperty({ example: 'Room XVII' })
  text: string

  @ApiProperty({ enum: [...LOCALES] })
  language: Locale
}

export class ReleaseDto {
  @ApiProperty({ example: 'Rev.1', description: 'Draft, Rev.n, Final or Corr.n' })
  label: string

  @ApiProperty({ enum: ['draft', 'revised', 'final'] })
  stage: string

  @ApiProperty({ format: 'date-time' })
  publishedAt: string

  @ApiPropertyOptional({ type: WordsDto, description: 'What the organiser says about it' })
  note?: WordsDto

  @ApiPropertyOptional({ example: 'Rev.2', description: 'The label in force, when this one no longer is' })
  supersededBy?: string
}

export class MeetingSummaryDto {
  @ApiProperty({ example: 'unnm-2022', description: 'What stands in its addresses' })
  slug: string

  @ApiProperty({ type: WordsDto })
  title: WordsDto

  @ApiProperty({ type: WordsDto })
  shortTitle: WordsDto

  @ApiProperty({ format: 'date', example: '2022-10-18' })
  firstDay: string

  @ApiProperty({ format: 'date', example: '2022-10-19' })
  lastDay: string

  @ApiProperty({ example: 'Europe/Zurich', description: 'IANA name; all wall-clock times are in it' })
  timeZone: string

  @ApiProperty({ type: WordsDto })
  city: WordsDto

  @ApiProperty({ enum: [...FORMATS] })
  format: string

  @ApiProperty({ description: 'Made up, for trying the service' })
  demonstration: boolean

  @ApiProperty({ format: 'uri', description: 'The page for people' })
  url: string
}

export class MeetingDayDto {
  @ApiProperty({ example: 1 })
  number: number

  @ApiProperty({ format: 'date' })
  date: string

  @ApiPropertyOptional({ type: WordsDto })
  title?: WordsDto

  @ApiProperty({ type: [String], description: 'Ids of constituencies the day is for; empty: every registered person' })
  openTo: string[]
}

export class ChoiceDto {
  @ApiProperty()
  id: string

  @ApiProperty({ type: WordsDto })
  label: WordsDto
}

export class QuestionDto {
  @ApiProperty({ example: 'accessibility', description: 'The name of its answer in a registration' })
  id: string

  @ApiProperty({ enum: ['long-text', 'short-text', 'one-of', 'yes-no'] })
  type: string

  @ApiProperty()
  required: boolean

  @ApiProperty({ type: WordsDto })
  label: WordsDto

  @ApiPropertyOptional({ type: [ChoiceDto], description: 'What may be chosen: the id is the answer' })
  options?: ChoiceDto[]
}

export class RegistrationWindowDto {
  @ApiProperty({ enum: ['before', 'open', 'online-only', 'closed'] })
  state: string

  @ApiProperty({ format: 'date-time' })
  opens: string

  @ApiProperty({ format: 'date-time' })
  closes: string

  @ApiProperty({ format: 'date-time' })
  closesInPerson: string

  @ApiProperty({ type: [String], example: ['member-state'], description: 'Ids of constituencies that may register' })
  constituencies: string[]

  @ApiProperty({ type: [QuestionDto], description: 'What the organiser asks besides' })
  questions: QuestionDto[]
}

export class MeetingDto extends MeetingSummaryDto {
  @ApiPropertyOptional({ type: WordsDto })
  summary?: WordsDto

  @ApiPropertyOptional({ type: WordsDto })
  organizer?: WordsDto

  @ApiPropertyOptional({ type: WordsDto })
  venue?: WordsDto

  @ApiPropertyOptional({ type: WordsDto })
  address?: WordsDto

  @ApiProperty({ format: 'email' })
  contactEmail: string

  @ApiProperty({ enum: [...LOCALES], isArray: true })
  languages: Locale[]

  @ApiProperty({ type: [MeetingDayDto] })
  days: MeetingDayDto[]

  @ApiProperty({ type: RegistrationWindowDto })
  registration: RegistrationWindowDto

  @ApiPropertyOptional({ type: ReleaseDto, description: 'Absent until an agenda is published' })
  agenda?: ReleaseDto
}

export class RoomDto {
  @ApiProperty({ example: 'xvii', description: 'What stands in addresses: ?room=xvii' })
  key: string

  @ApiProperty({ type: WordsDto })
  name: WordsDto

  @ApiPropertyOptional({ type: WordsDto })
  place?: WordsDto

  @ApiProperty()
  onlineOnly: boolean
}

/** What every entry says, and all that a closed meeting says. */
export class ClosedEntryDto {
  @ApiProperty({
    enum: ['closed', 'listed', 'programme', 'attend'],
    description: 'How much of the session this reader sees; `attend`: may take part',
  })
  shown: string

  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'Null while to be announced' })
  start: string | null

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  end: string | null

  @ApiPropertyOptional({ type: RoomDto, description: 'Absent while to be announced' })
  room?: RoomDto

  @ApiProperty({ enum: ['confirmed', 'cancelled'] })
  status: string

  @ApiProperty({ description: 'Stable for ever; the UID of the calendar event' })
  uid: string

  @ApiProperty({ description: 'Rises when time, place, title or status changes; the SEQUENCE of the calendar event' })
  sequence: number

  @ApiProperty({ format: 'date-time', description: 'When anything shown here last changed' })
  updatedAt: string
}

export class AttendanceRuleDto {
  @ApiProperty({ enum: ['everyone', 'constituencies', 'invited'] })
  attend: string

  @ApiPropertyOptional({ type: [String], description: 'Ids of constituencies' })
  constituencies?: string[]
}

export class OfficerDto {
  @ApiProperty({ enum: ['chair', 'moderator', 'speaker'] })
  role: string

  @ApiProperty({ type: WordsDto })
  name: WordsDto
}

export class AgendaItemDto {
  @ApiProperty({ example: '3 (a)' })
  number: string

  @ApiProperty({ type: WordsDto })
  title: WordsDto
}

/** A session with an address of its own. `abstract`, `officers` and `items` are absent where it is only listed. */
export class SessionDto extends ClosedEntryDto {
  @ApiProperty({ example: 'PL-1' })
  code: string

  @ApiProperty({ enum: [...SESSION_KINDS] })
  kind: string

  @ApiProperty({ type: WordsDto })
  title: WordsDto

  @ApiProperty({ enum: [...FORMATS] })
  format: string

  @ApiProperty({ type: [String], description: 'BCP 47 tags of the channels beside the floor' })
  interpretation: string[]

  @ApiProperty({ type: AttendanceRuleDto })
  openTo: AttendanceRuleDto

  @ApiPropertyOptional({ type: WordsDto })
  abstract?: WordsDto

  @ApiPropertyOptional({ type: [OfficerDto] })
  officers?: OfficerDto[]

  @ApiPropertyOptional({ type: [AgendaItemDto] })
  items?: AgendaItemDto[]

  @ApiPropertyOptional({ nullable: true, type: Number, description: 'Places of its own; only for who may attend' })
  capacity?: number | null

  @ApiPropertyOptional({ format: 'uri', description: 'Our door to it online; only for who may attend' })
  join?: string

  @ApiProperty({ format: 'uri', description: 'The page for people' })
  url: string
}

@ApiExtraModels(ClosedEntryDto, SessionDto)
export class AgendaDayDto extends MeetingDayDto {
  @ApiProperty({
    type: 'array',
    items: { anyOf: [{ $ref: getSchemaPath(SessionDto) }, { $ref: getSchemaPath(ClosedEntryDto) }] },
  })
  sessions: (ClosedEntryDto | SessionDto)[]
}

/** A published agenda, as this reader may see it, in one language. */
export class AgendaDto {
  @ApiProperty({ enum: [...LOCALES] })
  language: Locale

  @ApiProperty({ example: 'unnm-2022' })
  meeting: string

  @ApiProperty({ type: WordsDto })
  title: WordsDto

  @ApiProperty({ example: 'Europe/Zurich' })
  timeZone: string

  @ApiProperty({ type: ReleaseDto })
  release: ReleaseDto

  @ApiProperty({ type: [AgendaDayDto] })
  days: AgendaDayDto[]
}
