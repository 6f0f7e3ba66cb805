import { IsIn, IsInt, IsOptional, IsString, Matches, MaxLength, Min } from 'class-validator'
import { Type } from 'class-transformer'
import { SESSION_KINDS, type SessionKind } from '../../agenda/release.ts'
import { isLocale } from '../../kernel/locale.ts'
import type { DeskRoom } from '../desk-room.service.ts'
import { TEXTS } from './agenda-columns.ts'
import { kindFrom } from './cell-words.ts'
import type { GivenRow } from './given-rows.ts'
import type { JudgedRow } from './judge-rows.ts'
import type { Choices } from './said-of-session.ts'

export const PRIVATELY = ['', 'everyone', 'closed', 'unlisted'] as const satisfies readonly Choices['privately'][]

/** The lists of which all rows can be shown. */
export const SHOWN_LISTS = ['refused', 'changed', 'new', 'same'] as const satisfies readonly JudgedRow['outcome'][]

/** What is chosen for all rows, as an address holds it. */
export class ChoicesQuery {
  @IsOptional() @IsString() @MaxLength(10) language?: string
  @IsOptional() @IsString() @MaxLength(20) kind?: string
  @IsOptional() @IsString() @MaxLength(10) rooms?: string
  @IsOptional() @IsString() @MaxLength(20) privately?: string
  @IsOptional() @IsString() @MaxLength(500) groups?: string
}

/** The page of a file: the choices, which list is shown whole, and from where on. */
export class OutlookQuery extends ChoicesQuery {
  @IsOptional() @IsIn(SHOWN_LISTS) show?: (typeof SHOWN_LISTS)[number]
  @IsOptional() @Matches(/^\d{1,5}$/) after?: string
  @IsOptional() @IsString() @MaxLength(10) saved?: string
}

/** The buttons of that page. */
export class OutlookForm extends ChoicesQuery {
  @IsIn(['take', 'discard']) do: 'take' | 'discard'
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) workingVersion?: number
}

/** The choices that an address or a form holds; rooms are made for those only who set up the meeting. */
export const choicesFrom = (query: ChoicesQuery, { meeting, rights }: DeskRoom): Choices => ({
  language: isLocale(query.language) ? query.language : meeting.mainLanguage,
  kind: SESSION_KINDS.find((kind) => kind === query.kind) ?? 'plenary',
  makeRooms: query.rooms === 'yes' && rights.has('configure-meeting'),
  privately: PRIVATELY.find((one) => one === query.privately) ?? '',
  groups: (query.groups ?? '').split(/[\s,;]+/).filter(Boolean),
})

/** The same as fields of a form, or of an address. */
export const choiceFields = (choices: Choices): Readonly<Record<string, string>> => ({
  language: choices.language,
  kind: choices.kind,
  ...(choices.makeRooms && { rooms: 'yes' }),
  ...(choices.privately && { privately: choices.privately }),
  ...(choices.groups.length && { groups: choices.groups.join(', ') }),
})

/** Which choices there are to make for these rows. */
export const choicesToMake = (
  given: readonly GivenRow[],
  judged: readonly JudgedRow[],
  missing: readonly string[],
  { rights }: DeskRoom,
): Readonly<Record<'language' | 'kind' | 'rooms' | 'privately', boolean>> => ({
  language: given.some(({ cells }) => TEXTS.some((text) => cells[text] !== undefined)),
  kind: given.some(({ cells }, index) => !judged[index]?.before && !kindIn(cells.kind)),
  rooms: missing.length > 0 && rights.has('configure-meeting'),
  privately: given.some(({ event }) => event?.private),
})

const kindIn = (cell = ''): SessionKind | undefined => cell.split(';').map(kindFrom).find(Boolean)
