import { changed, type ManyChange } from '../../agenda/many-edits.ts'
import type { SessionKind } from '../../agenda/release.ts'
import { sessionErrors, ruleErrors, withChanges, type NewSession } from '../../agenda/session.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { newSessionErrors, rowOf, sessionFields } from '../../agenda/session-row.ts'
import { changesBetween, stateOf, type FieldChanges } from '../../agenda/session-state.ts'
import type { FieldError } from '../../kernel/domain-error.ts'
import type { SessionId } from '../../kernel/id.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Room } from '../../meetings/room.entity.ts'
import type { Column } from './agenda-columns.ts'
import { dayIn, timeIn } from './cell-times.ts'
import type { GivenRow } from './given-rows.ts'
import { withRooms } from './rooms-to-make.ts'
import { saidOf, withDefaults, type Choices, type RowProblem } from './said-of-session.ts'
import { cellsOf } from './session-cells.ts'

/** What is known when rows are judged. */
export interface Ground {
  meeting: Meeting
  sessions: readonly Session[]
  /** Rooms that would be made for these rows. */
  made: readonly Room[]
  /** What other programs call sessions. */
  references: ReadonlyMap<string, SessionId>
  choices: Choices
  /** Of whoever reads it: words of theirs in a file say nothing new. */
  locale: Locale
}

/** What would become of a row. */
export type RowOutcome = 'new' | 'changed' | 'same' | 'refused'

export interface JudgedRow {
  number: number
  outcome: RowOutcome
  /** As far as the row or its session has one. */
  title: LocalizedText
  problems: readonly RowProblem[]
  before?: Session
  /** As it would be; absent where it is refused. */
  after?: Session
  differences: FieldChanges
  /** What the row calls its session. */
  reference?: string
  change?: ManyChange
  added?: NewSession
}

/** RFC 5545 has no limit; nobody's program needs more. */
const LONGEST_REFERENCE = 500

/** How codes of a kind of session begin. */
const PREFIXES: Readonly<Record<SessionKind, string>> = {
  plenary: 'PL',
  panel: 'PA',
  briefing: 'BR',
  forum: 'FO',
  'side-event': 'SE',
  coordination: 'CO',
  registration: 'RG',
  break: 'BK',
}

/** Judges rows one after the other: each knows what those before it are about. */
export const judgeRows = (rows: readonly GivenRow[], ground: Ground): JudgedRow[] => {
  const judging = new Judging(rows, ground)
  return rows.map((row) => judging.judge(row))
}

class Judging {
  private readonly byCode: ReadonlyMap<string, Session>
  private readonly byId: ReadonlyMap<string, Session>
  private readonly byLook: ReadonlyMap<string, Session>
  private readonly codes: Set<string>
  /** The number of the last code that was given to a session of each kind. */
  private readonly numbered = new Map<SessionKind, number>()
  /** Of which row each session is, and what is new. */
  private readonly seen = new Map<string, number>()
  private readonly frame: Meeting

  constructor(
    rows: readonly GivenRow[],
    private readonly ground: Ground,
  ) {
    const { sessions, meeting, made } = ground
    this.byCode = new Map(sessions.map((session) => [session.code.toLowerCase(), session]))
    this.byId = new Map(sessions.flatMap((session) => [[session.id, session] as const, [session.closedUid, session]]))
    this.byLook = new Map(sessions.flatMap((session) => looksOf(session).map((look) => [look, session])))
    this.codes = new Set([...this.byCode.keys(), ...rows.flatMap(({ cells }) => cells.code?.toLowerCase() ?? [])])
    this.frame = withRooms(meeting, made)
  }

  judge(given: GivenRow): JudgedRow {
    const before = this.sessionOf(given)
    const row = before ? this.withoutOurs(given, before) : given
    const { reference } = given.cells
    const base = { number: given.number, differences: {}, ...(reference && { reference }), ...(before && { before }) }
    const refused = (problems: readonly RowProblem[]): JudgedRow => ({
      ...base,
      outcome: 'refused',
      title: { ...before?.title, ...titleIn(row, this.ground.choices.language) },
      problems,
    })
    const name = before?.id ?? given.cells.code?.toLowerCase() ?? reference
    const first = name === undefined ? undefined : this.seen.get(name)
    if (first !== undefined) return refused([{ column: null, message: 'intake.twice', params: { row: first } }])
    if (name !== undefined) this.seen.set(name, given.number)
    if (reference && reference.length > LONGEST_REFERENCE)
      return refused([
        {
          column: 'reference',
          message: 'field.too-long',
          params: { limit: LONGEST_REFERENCE, count: LONGEST_REFERENCE },
        },
      ])
    if (given.event?.flaw) return refused([{ column: null, message: `intake.event-${given.event.flaw}` }])
    const known = before ? cellsOf(before, this.frame, this.ground.locale) : {}
    const said = saidOf(row, before, known, { ...this.ground, meeting: this.ground.meeting })
    return before ? this.changing(base, before, said, refused) : this.adding(base, row, said, refused)
  }

  /** The session that a row is about: by code, by what calendars or others call it, else by title, day and start. */
  private sessionOf(row: GivenRow): Session | undefined {
    const { code, reference } = row.cells
    if (code !== undefined) return this.byCode.get(code.toLowerCase())
    const named = reference && (this.byId.get(reference) ?? this.byId.get(this.ground.references.get(reference) ?? ''))
    return named || this.alike(row)
  }

  private alike({ cells }: GivenRow): Session | undefined {
    const { meeting, choices } = this.ground
    const day = cells.day === undefined ? undefined : dayIn(cells.day, meeting.days)
    if (!day || 'problem' in day) return undefined
    const start = cells.start === undefined ? undefined : timeIn(cells.start)
    return Object.entries(titleIn({ cells }, choices.language))
      .map(([locale, title]) => this.byLook.get(lookOf(locale, title, day.day, start ?? null)))
      .find((found) => found && !this.seen.has(found.id))
  }

  /** Of an event that we wrote ourselves, what a calendar may have changed: its texts are put together for readers. */
  private withoutOurs(row: GivenRow, { id, closedUid, status }: Session): GivenRow {
    const { reference } = row.cells
    if (!row.event || (reference !== id && reference !== closedUid)) return row
    const bare = reference === closedUid || status === 'cancelled' || row.cells.status === 'cancelled'
    const cells = Object.entries(row.cells).filter(
      ([column]) => !/^(abstract|kind)/.test(column) && !(bare && column.startsWith('title')),
    )
    const { private: _, ...event } = row.event
    return { ...row, cells: Object.fromEntries(cells), event }
  }

  private changing(
    base: Omit<JudgedRow, 'outcome' | 'title' | 'problems'>,
    before: Session,
    { changes, problems }: { changes: ManyChange; problems: readonly RowProblem[] },
    refused: (problems: readonly RowProblem[]) => JudgedRow,
  ): JudgedRow {
    const { status: _, access, ...fields } = changes
    const wrong = [
      ...problems,
      ...(Object.keys(changes).length
        ? this.problemsFrom(
            [
              ...sessionErrors(withChanges(sessionFields(before), fields), this.frame),
              ...(access ? ruleErrors(access) : []),
            ],
            problems,
          )
        : []),
    ]
    if (wrong.length) return refused(wrong)
    const after = changed(before, changes, this.frame.timeZone)
    const differences = changesBetween(stateOf(before), stateOf(after))
    const outcome = Object.keys(differences).length ? 'changed' : 'same'
    return { ...base, outcome, title: after.title, problems: [], after, differences, change: changes }
  }

  private adding(
    base: Omit<JudgedRow, 'outcome' | 'title' | 'problems'>,
    { cells }: GivenRow,
    { changes, problems }: { changes: ManyChange; problems: readonly RowProblem[] },
    refused: (problems: readonly RowProblem[]) => JudgedRow,
  ): JudgedRow {
    const { choices } = this.ground
    const whole = withDefaults(changes, this.ground.meeting, choices)
    const unsaid: RowProblem[] = [
      ...(whole.title ? [] : [{ column: this.mainTitle, message: 'session.title-missing' }]),
      ...(whole.day || problems.some(({ column }) => column === 'day')
        ? []
        : [{ column: 'day' as const, message: 'intake.no-day' }]),
    ]
    if (!whole.title || !whole.day) return refused([...problems, ...unsaid])
    const added = {
      ...whole,
      code: cells.code ?? this.nextCode(whole.kind!),
      access: whole.access ?? { attend: 'everyone', show: 'programme' },
    } as NewSession
    const wrong = [...problems, ...this.problemsFrom(newSessionErrors(added, this.frame), problems)]
    if (wrong.length) return refused(wrong)
    const after = rowOf(added, this.frame, Temporal.Instant.fromEpochMilliseconds(0))
    const looks = looksOf(after)
    const first = looks.map((look) => this.seen.get(look)).find((row) => row !== undefined)
    if (first !== undefined && cells.code === undefined && cells.reference === undefined)
      return refused([{ column: null, message: 'intake.twice', params: { row: first } }])
    for (const look of looks) this.seen.set(look, base.number)
    this.codes.add(added.code.toLowerCase())
    return { ...base, outcome: 'new', title: added.title, problems: [], after, added }
  }

  /** What the rules of sessions find, but for columns that could not even be read. */
  private problemsFrom(errors: readonly FieldError[], said: readonly RowProblem[]): RowProblem[] {
    return errors
      .map(({ pointer, message, params }) => ({
        column: columnOf(pointer, this.mainTitle),
        message,
        ...(params && { params }),
      }))
      .filter(({ column }) => !said.some((one) => one.column === column))
  }

  private get mainTitle(): Column {
    return `title_${this.ground.meeting.mainLanguage}`
  }

  private nextCode(kind: SessionKind): string {
    for (let nth = this.numbered.get(kind) ?? 1; ; nth++) {
      const code = `${PREFIXES[kind]}-${nth}`
      if (this.codes.has(code.toLowerCase())) continue
      this.numbered.set(kind, nth)
      return code
    }
  }
}

/** The column that a field of a session stands in. */
const columnOf = (pointer: string, mainTitle: Column): Column | null => {
  const [, field, inner] = pointer.split('/')
  switch (field) {
    case 'title':
      return mainTitle
    case 'officers':
      return mainTitle.replace('title', 'people') as Column
    case 'items':
      return mainTitle.replace('title', 'items') as Column
    case 'access':
      return inner === 'show' ? 'show' : 'attend'
    case 'code':
    case 'kind':
    case 'day':
    case 'start':
    case 'end':
    case 'room':
    case 'format':
    case 'interpretation':
    case 'capacity':
      return field
    default:
      return null
  }
}

const titleIn = ({ cells }: Pick<GivenRow, 'cells'>, language: Locale): LocalizedText =>
  Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const title = cells[`title_${locale}`] ?? (locale === language ? cells.title : undefined)
      return title === undefined ? [] : [[locale, title.replace(/\s+/g, ' ')]]
    }),
  )

const lookOf = (locale: string, title: string, day: Temporal.PlainDate, start: Temporal.PlainTime | null): string =>
  [locale, day.toString(), start?.toString({ smallestUnit: 'minute' }) ?? '', title.toLowerCase()].join('\n')

const looksOf = ({ title, day, start }: Session): string[] =>
  Object.entries(title).map(([locale, words]) => lookOf(locale, words.replace(/\s+/g, ' '), day, start))
