import { isPause, type AccessRule, type SessionKind } from '../../agenda/release.ts'
import type { ManyChange } from '../../agenda/many-edits.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Room } from '../../meetings/room.entity.ts'
import type { Column, TextField } from './agenda-columns.ts'
import { formatFrom, isNone, kindFrom, languagesFrom, levelFrom, statusFrom, whoFrom } from './cell-words.ts'
import { dayIn, timeIn } from './cell-times.ts'
import type { GivenRow } from './given-rows.ts'
import { itemsIn, officersIn } from './lines.ts'
import { roomsCalled } from './session-cells.ts'

/** What is wrong with a row: in which column, and the key of the sentence that says what to do. */
export interface RowProblem {
  column: Column | null
  message: string
  params?: Readonly<Record<string, string | number>>
}

/** What an organiser chose for all rows that do not say it. */
export interface Choices {
  /** Of texts without a language. */
  language: Locale
  /** Of new sessions without one. */
  kind: SessionKind
  /** Whether rooms that are not there yet are made. */
  makeRooms: boolean
  /** Who may attend what a calendar marks as private; nobody has said yet while empty. */
  privately: '' | 'everyone' | 'closed' | 'unlisted'
  /** The groups that are invited to it. */
  groups: readonly string[]
}

/** What a row says of its session, as far as it says something and it can be read. */
export interface Said {
  changes: ManyChange
  problems: readonly RowProblem[]
}

const LONGEST_TEXT = 5000
const MOST_LINES = 60

/** A session that goes on after midnight ends within this time; what would be longer ends before it starts. */
const LONGEST_NIGHT = Temporal.Duration.from({ hours: 12 })

/** Reads the cells of a row one after the other; each finds what it says or what is wrong with it. */
class Reading {
  readonly problems: RowProblem[] = []

  constructor(
    private readonly cells: GivenRow['cells'],
    /** What the session says already, in the same cells: what is the same says nothing new. */
    private readonly known: Readonly<Partial<Record<Column, string>>>,
  ) {}

  /** What a cell says that is not so already. */
  cell(column: Column): string | undefined {
    const cell = this.cells[column]
    return cell === this.known[column]?.replace(/\r\n?/g, '\n').trim() ? undefined : cell
  }

  wrong(column: Column | null, message: string, params?: RowProblem['params']): undefined {
    this.problems.push({ column, message, ...(params && { params }) })
  }

  /** The value of a cell that is one of a few words. */
  oneOf<T>(column: Column, from: (cell: string) => T | undefined): T | undefined {
    const cell = this.cell(column)
    if (cell === undefined) return undefined
    return from(cell) ?? this.wrong(column, `intake.unknown-${column}`, { said: cell })
  }
}

/** Texts in the languages that the row names; what has no language is in the chosen one. */
const texts = (reading: Reading, field: TextField, language: Locale): Partial<Record<Locale, string>> =>
  Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const cell = reading.cell(`${field}_${locale}`) ?? (locale === language ? reading.cell(field) : undefined)
      return cell === undefined ? [] : [[locale, cell]]
    }),
  )

const words = (reading: Reading, field: 'title' | 'abstract', language: Locale): LocalizedText | undefined => {
  const said = Object.entries(texts(reading, field, language)).map(([locale, cell]) => {
    if (cell.length > LONGEST_TEXT)
      reading.wrong(`${field}_${locale as Locale}`, 'field.too-long', { limit: LONGEST_TEXT, count: LONGEST_TEXT })
    // A title is one line, wherever it came from.
    return [locale, isNone(cell) ? '' : field === 'title' ? cell.replace(/\s+/g, ' ') : cell]
  })
  return said.length ? (Object.fromEntries(said) as LocalizedText) : undefined
}

const lines = <T>(
  reading: Reading,
  field: 'people' | 'items',
  language: Locale,
  read: (given: Partial<Record<Locale, string>>) => T[] | undefined,
): T[] | undefined => {
  const given = texts(reading, field, language)
  if (!Object.keys(given).length) return undefined
  const found = read(given)
  const column: Column = `${field}_${language}`
  if (!found) return reading.wrong(column, 'intake.lines-differ')
  return found.length > MOST_LINES ? reading.wrong(column, 'field.too-many', { limit: MOST_LINES }) : found
}

const time = (reading: Reading, column: 'start' | 'end'): Temporal.PlainTime | null | undefined => {
  const cell = reading.cell(column)
  if (cell === undefined) return undefined
  if (isNone(cell)) return null
  return timeIn(cell) ?? reading.wrong(column, 'session.not-a-time')
}

const room = (reading: Reading, meeting: Meeting, made: readonly Room[]): Room['id'] | null | undefined => {
  const cell = reading.cell('room')
  if (cell === undefined) return undefined
  if (isNone(cell)) return null
  // A calendar often names the building after the room.
  const [found, other] = [cell, cell.split(/,| [–-] /)[0]!]
    .map((one) => [meeting.rooms, made].flatMap((rooms) => roomsCalled(one, rooms)))
    .find((rooms) => rooms.length > 0) ?? [undefined]
  if (!found) return reading.wrong('room', 'intake.unknown-room', { said: cell })
  return other ? reading.wrong('room', 'intake.two-rooms', { said: cell }) : found.id
}

const interpretation = (reading: Reading): readonly string[] | undefined => {
  const cell = reading.cell('interpretation')
  if (cell === undefined) return undefined
  if (isNone(cell)) return []
  const found = languagesFrom(cell)
  return 'unknown' in found
    ? reading.wrong('interpretation', 'intake.unknown-language', { said: found.unknown })
    : found
}

const capacity = (reading: Reading): number | null | undefined => {
  const cell = reading.cell('capacity')
  if (cell === undefined) return undefined
  if (isNone(cell)) return null
  return /^[1-9]\d{0,4}$/.test(cell) ? Number(cell) : reading.wrong('capacity', 'session.capacity-not-positive')
}

const OPEN: AccessRule = { attend: 'everyone', show: 'programme' }

/** The access rule that a row states, with what there is of it; what a calendar marks as private has to be chosen. */
const rule = (
  reading: Reading,
  { event }: GivenRow,
  before: Session | undefined,
  choices: Choices,
): AccessRule | undefined => {
  const open = !before || (before.access.attend === 'everyone' && before.access.show === 'programme')
  if (event?.private && open) {
    const { privately, groups } = choices
    if (privately === '') return reading.wrong('attend', 'intake.private')
    return privately === 'everyone' ? undefined : { attend: 'invited', groups, show: privately }
  }
  const cell = reading.cell('attend')
  const show = reading.oneOf('show', levelFrom)
  const who = cell === undefined ? undefined : whoFrom(cell)
  if (who && 'unknown' in who) return reading.wrong('attend', 'intake.unknown-constituency', { said: who.unknown })
  if (!who && !show) return undefined
  const now = before?.access ?? OPEN
  return { ...(who ?? now), show: show ?? now.show } as AccessRule
}

/** Whether a time of day would make a night of it that nobody means. */
const endsBefore = (
  start: Temporal.PlainTime | null | undefined,
  end: Temporal.PlainTime | null | undefined,
): boolean => {
  if (!start || !end || Temporal.PlainTime.compare(end, start) >= 0) return false
  const minutes = start.until(end).total('minutes') + 24 * 60
  return minutes > LONGEST_NIGHT.total('minutes')
}

/** What a row says of a session that there is, or of a new one. */
export const saidOf = (
  row: GivenRow,
  before: Session | undefined,
  known: Readonly<Partial<Record<Column, string>>>,
  { meeting, made, choices }: { meeting: Meeting; made: readonly Room[]; choices: Choices },
): Said => {
  const reading = new Reading(row.cells, known)
  const { language } = choices
  const day = reading.cell('day')
  const dayRead = day === undefined ? undefined : dayIn(day, meeting.days)
  if (dayRead && 'problem' in dayRead) reading.wrong('day', dayRead.problem)
  const [start, end] = [time(reading, 'start'), time(reading, 'end')]
  if ((start !== undefined || end !== undefined) && endsBefore(start ?? before?.start, end ?? before?.end))
    reading.wrong('end', 'intake.ends-before-it-starts')
  const said = {
    kind: row.event ? firstKind(row.cells.kind ?? '') : reading.oneOf('kind', kindFrom),
    title: words(reading, 'title', language),
    abstract: words(reading, 'abstract', language),
    day: dayRead && 'day' in dayRead ? dayRead.day : undefined,
    start,
    end,
    room: room(reading, meeting, made),
    format: reading.oneOf('format', formatFrom),
    interpretation: interpretation(reading),
    officers: lines(reading, 'people', language, (given) => officersIn(given, before?.officers ?? [])),
    items: lines(reading, 'items', language, (given) => itemsIn(given, before?.items ?? [])),
    capacity: capacity(reading),
    access: rule(reading, row, before, choices),
    status: reading.oneOf('status', statusFrom),
  }
  const changes = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as ManyChange
  return { changes, problems: reading.problems }
}

/** The first category of an event that is a kind of session of ours; the others are its writer's own. */
const firstKind = (cell: string): SessionKind | undefined => cell.split(';').map(kindFrom).find(Boolean)

/** What a new session has where its row does not say. */
export const withDefaults = (changes: ManyChange, meeting: Meeting, choices: Choices): ManyChange => {
  const kind = changes.kind ?? choices.kind
  return {
    kind,
    format: meeting.format,
    interpretation: isPause(kind) ? [] : meeting.interpretation,
    ...changes,
  }
}
