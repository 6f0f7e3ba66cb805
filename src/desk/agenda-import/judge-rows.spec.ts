import { describe, expect, test } from 'vitest'
import { rowOf } from '../../agenda/session-row.ts'
import type { NewSession } from '../../agenda/session.ts'
import { newId, type SessionId } from '../../kernel/id.ts'
import { LOCALES } from '../../kernel/locale.ts'
import { Meeting } from '../../meetings/meeting.entity.ts'
import { Room } from '../../meetings/room.entity.ts'
import type { Column } from './agenda-columns.ts'
import type { GivenRow } from './given-rows.ts'
import { judgeRows, type Ground, type JudgedRow } from './judge-rows.ts'
import { missingRooms, roomsToMake } from './rooms-to-make.ts'
import { cellsOf } from './session-cells.ts'

const NOW = Temporal.Instant.from('2022-09-01T00:00:00Z')
const date = (text: string) => Temporal.PlainDate.from(text)

const roomCalled = (key: string, en: string, fr: string): Room =>
  Object.assign(new Room(), { id: newId<'Room'>(), key, name: { en, fr }, position: 0, onlineOnly: false })

const MEETING = Object.assign(new Meeting(), {
  id: newId<'Meeting'>(),
  timeZone: 'Europe/Zurich',
  mainLanguage: 'en',
  format: 'hybrid',
  interpretation: ['en', 'fr'],
  days: [{ date: date('2022-10-18') }, { date: date('2022-10-19') }],
  rooms: [roomCalled('xvii', 'Room XVII', 'Salle XVII'), roomCalled('xxiv', 'Room XXIV', 'Salle XXIV')],
})

const OPENING: NewSession = {
  code: 'PL-1',
  kind: 'plenary',
  title: { en: 'Opening', fr: 'Ouverture' },
  abstract: { en: 'Words\r\nof welcome' },
  day: date('2022-10-18'),
  start: Temporal.PlainTime.from('10:00'),
  end: Temporal.PlainTime.from('11:00'),
  room: MEETING.rooms[0]!.id,
  format: 'in-person',
  interpretation: [],
  officers: [{ role: 'chair', name: { en: 'Ana  Li' }, constituency: 'member-state' }],
  items: [{ number: '1', title: { en: 'Item' } }],
  access: { attend: 'constituencies', constituencies: ['member-state'], show: 'listed' },
  capacity: 20,
}
const opening = rowOf(OPENING, MEETING, NOW)

const judged = (rows: readonly (GivenRow['cells'] | GivenRow)[], more: Partial<Ground> = {}): JudgedRow[] =>
  judgeRows(
    rows.map((row, index) =>
      'number' in row ? (row as GivenRow) : { number: index + 2, cells: row as GivenRow['cells'] },
    ),
    {
      meeting: MEETING,
      sessions: [opening],
      made: [],
      references: new Map(),
      choices: { language: 'en', kind: 'panel', makeRooms: false, privately: '', groups: [] },
      locale: 'en',
      ...more,
    },
  )

const told = ([row]: JudgedRow[]): string[] => row!.problems.map(({ column, message }) => `${column} ${message}`)

describe('which session a row is about', () => {
  const references = new Map<string, SessionId>([['uid@partner', opening.id]])
  test.each<[string, GivenRow['cells']]>([
    ['its code, in whatever case', { code: 'pl-1' }],
    ['its own id', { reference: opening.id }],
    ['what another program calls it', { reference: 'uid@partner' }],
    ['its title, day and start', { title_fr: 'Ouverture', day: '18.10.2022', start: '10h00' }],
  ])('%s', (_, cells) => {
    expect(judged([cells], { references })[0]).toMatchObject({ outcome: 'same', before: { code: 'PL-1' } })
  })

  test('another start, and it is another', () => {
    const [row] = judged([{ title_fr: 'Ouverture', title_en: 'Opening', day: '1', start: '11:00', end: '12:00' }])
    expect(row).toMatchObject({ outcome: 'new', added: { code: 'PA-1', kind: 'panel' } })
  })

  test('two rows about one are not both taken', () => {
    expect(judged([{ code: 'PL-1' }, { reference: opening.id }]).map(({ outcome }) => outcome)).toEqual([
      'same',
      'refused',
    ])
    const twin = { title: 'Twin', day: '1' }
    expect(judged([twin, twin]).map(({ outcome }) => outcome)).toEqual(['new', 'refused'])
  })

  test('new ones get codes that nobody has, in the file or the agenda', () => {
    const rows = judged([
      { title: 'One', day: '1', kind: 'Séance plénière' },
      { title: 'Two', day: '1', kind: 'plenary', code: 'PL-2' },
    ])
    expect(rows.map(({ added }) => added?.code)).toEqual(['PL-3', 'PL-2'])
  })
})

describe('what a row says', () => {
  test.each(LOCALES)('all that a session says, in %s, says nothing new', (locale) => {
    expect(judged([cellsOf(opening, MEETING, locale)])[0]).toMatchObject({ outcome: 'same', differences: {} })
  })

  test('an empty cell leaves what there is; a dash takes it away', () => {
    const [row] = judged([
      { code: 'PL-1', room: '–', start: '-', end: '-', capacity: '–', people_en: '–', abstract_en: '–' },
    ])
    expect(row!.after).toMatchObject({
      roomId: null,
      start: null,
      end: null,
      capacity: null,
      officers: [],
      abstract: {},
    })
    expect(row!.after!.title).toEqual(opening.title)
  })

  test('a new session has what the meeting says of all, and a break no interpreters', () => {
    const [talk, pause] = judged([
      { title: 'Talk', day: '1' },
      { title: 'Coffee', day: '1', kind: 'Break' },
    ])
    expect(talk!.added).toMatchObject({
      format: 'hybrid',
      interpretation: ['en', 'fr'],
      access: { attend: 'everyone', show: 'programme' },
    })
    expect(pause!.added).toMatchObject({ interpretation: [] })
  })

  test.each<[string, Partial<Record<Column, string>>, string[]]>([
    ['a kind', { kind: 'Party' }, ['kind intake.unknown-kind']],
    ['a room', { room: 'Room I' }, ['room intake.unknown-room']],
    ['a day', { day: 'Monday' }, ['day field.not-a-date']],
    ['a day of the meeting', { day: '2022-10-20' }, ['day session.not-a-meeting-day']],
    ['a time', { start: 'noon' }, ['start session.not-a-time']],
    ['an end', { end: '09:00' }, ['end intake.ends-before-it-starts']],
    ['an end at all', { end: '–' }, ['end session.start-and-end-together']],
    ['languages', { interpretation: 'en, klingonese' }, ['interpretation intake.unknown-language']],
    ['constituencies', { attend: 'Member States; friends' }, ['attend intake.unknown-constituency']],
    ['groups', { attend: 'By invitation' }, ['attend session.group-missing']],
    ['a level', { show: 'maybe' }, ['show intake.unknown-show']],
    ['places', { capacity: 'many' }, ['capacity session.capacity-not-positive']],
    ['a title', { title_en: '–' }, ['title_en session.title-missing']],
    ['lines', { people_en: 'Ana\nBen', people_fr: 'Ana' }, ['people_en intake.lines-differ']],
    ['a text', { abstract_fr: 'x'.repeat(5001) }, ['abstract_fr field.too-long']],
    ['all that is wrong at once', { kind: 'x', start: 'x' }, ['kind intake.unknown-kind', 'start session.not-a-time']],
  ])('%s that nobody understands is refused at its column', (_, cells, problems) => {
    expect(told(judged([{ code: 'PL-1', ...cells }])).toSorted()).toEqual(problems.toSorted())
  })

  test('a session may go on after midnight', () => {
    expect(judged([{ code: 'PL-1', start: '22:00', end: '00:30' }])[0]).toMatchObject({ outcome: 'changed' })
  })

  test('a new one without a title, a day or a possible code is refused', () => {
    expect(told(judged([{ code: 'PL 9!' }]))).toEqual(['title_en session.title-missing', 'day intake.no-day'])
    expect(told(judged([{ code: 'import', title: 'x', day: '1' }]))).toEqual(['code session.code-reserved'])
  })
})

describe('what a calendar marks as private', () => {
  const event = (
    choices: Partial<Ground['choices']> = {},
    cells: GivenRow['cells'] = { title: 'Drafting', day: '1' },
  ) =>
    judged([{ number: 1, cells, event: { private: true } }], {
      choices: { language: 'en', kind: 'panel', makeRooms: false, privately: '', groups: [], ...choices },
    })

  test('waits for a choice, and is never for all without one', () => {
    expect(told(event())).toEqual(['attend intake.private'])
    expect(told(event({ privately: 'unlisted' }))).toEqual(['attend session.group-missing'])
    expect(event({ privately: 'unlisted', groups: ['drafters'] })[0]!.added).toMatchObject({
      access: { attend: 'invited', groups: ['drafters'], show: 'unlisted' },
    })
    expect(event({ privately: 'everyone' })[0]!.added).toMatchObject({ access: { attend: 'everyone' } })
  })

  test('leaves a session that is not for all as it is', () => {
    expect(event({}, { code: 'PL-1' })[0]).toMatchObject({ outcome: 'same' })
  })
})

test('rooms that are missing are named once, and made with names and codes of their own', () => {
  const rows = [
    { room: 'Room XVII, Building E' },
    { room: 'Garden' },
    { room: 'garden ' },
    { room: 'XXIV' },
    { room: 'Salle 9' },
  ]
  const missing = missingRooms(
    rows.map((cells, number) => ({ number, cells })),
    MEETING,
  )
  expect(missing).toEqual(['Garden', 'Salle 9'])
  const made = roomsToMake(missing, MEETING)
  expect(made.map(({ key, name, position }) => [key, name.en, position])).toEqual([
    ['garden', 'Garden', 1],
    ['9', 'Salle 9', 2],
  ])
  expect(judged([{ code: 'PL-1', room: 'Garden' }], { made })[0]!.after!.roomId).toBe(made[0]!.id)
})
