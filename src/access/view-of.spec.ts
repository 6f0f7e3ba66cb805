import { describe, expect, test } from 'vitest'
import {
  contentOf,
  DAY_2,
  EVERYONE,
  FRAME,
  momentAt,
  OTHER_ROOM,
  personWith,
  released,
  ROOMS,
  rulesAsIn,
  savedRule,
  sessionId,
} from '../../test/builders/agenda.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { AccessRule } from '../agenda/release.ts'
import { entriesOf } from './changes.ts'
import { PUBLIC_AUDIENCE, type Audience } from './facts.ts'
import { isNamed, type AgendaView, type SessionView } from './view.ts'
import { namedIn, releasesSeen, viewOf, type ViewOf } from './view-of.ts'

const STATES: AccessRule = { attend: 'constituencies', constituencies: ['member-state'], show: 'listed' }
const closed: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'closed' }
const unlisted: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'unlisted' }

const see = (moments: ReleaseMoment[], audience: Audience = PUBLIC_AUDIENCE, more: Partial<ViewOf> = {}): AgendaView =>
  viewOf({
    moments,
    rules: rulesAsIn(moments.at(-1)!.release!.content.sessions),
    meeting: FRAME,
    audience,
    locale: 'en',
    ...more,
  })!

const names = (view: AgendaView): string[] =>
  entriesOf(view).map((entry) => (isNamed(entry) ? `${entry.code} ${entry.level}` : 'closed'))

const fields = (entry: SessionView | undefined): string[] => Object.keys(entry ?? {}).sort()

test('a session that stays as it was is seen in the room as it is called now', () => {
  const session = released(1)
  const renamed = ROOMS.map((room) => ({ ...room, name: { en: 'Salle des Assemblées' } }))
  const first = momentAt(1, 'Draft', [session])
  const second = momentAt(2, 'Rev.1', [], { content: { schema: 1, rooms: renamed, sessions: [session] } })
  const [before] = entriesOf(see([first]))
  const [after] = entriesOf(see([first, second]))
  expect([before?.room?.name.text, after?.room?.name.text]).toEqual(['Room XVII', 'Salle des Assemblées'])
  expect(after?.calendar.sequence).toBe(1)
  expect(after?.calendar.stamp).toEqual(second.at)
})

describe('what each level shows', () => {
  const moments = [momentAt(1, 'Draft', [released(1, { access: STATES })])]

  test('listed', () => {
    expect(entriesOf(see(moments))).toEqual([
      {
        level: 'listed',
        id: sessionId(1),
        code: 'PL-1',
        kind: 'plenary',
        title: { text: 'Title 1', lang: 'en' },
        day: Temporal.PlainDate.from('2022-10-18'),
        start: Temporal.ZonedDateTime.from('2022-10-18T10:00[Europe/Zurich]'),
        end: Temporal.ZonedDateTime.from('2022-10-18T11:00[Europe/Zurich]'),
        room: {
          key: 'xvii',
          name: { text: 'Room XVII', lang: 'en' },
          place: { text: 'Building E', lang: 'en' },
          onlineOnly: false,
        },
        status: 'confirmed',
        format: 'hybrid',
        interpretation: ['en', 'fr'],
        openTo: { attend: 'constituencies', constituencies: ['member-state'] },
        calendar: { uid: sessionId(1), sequence: 0, stamp: Temporal.Instant.from('2022-09-01T12:00:00Z') },
      },
    ])
  })

  test('programme: neither capacity nor whether there is a way in online', () => {
    const [entry] = entriesOf(see([momentAt(1, 'Draft', [released()])]))
    expect(entry).toMatchObject({ level: 'programme', abstract: { text: 'Abstract 1' } })
    expect(fields(entry).filter((field) => ['online', 'capacity'].includes(field))).toEqual([])
  })

  test('attend: capacity and whether there is a way in online, beside all of the programme', () => {
    const [entry] = entriesOf(see(moments, personWith({ constituency: 'member-state' })))
    expect(entry).toMatchObject({ level: 'attend', online: true, capacity: 101, abstract: { text: 'Abstract 1' } })
  })

  test('closed: day, time, room, status, and nothing else', () => {
    const [entry] = entriesOf(see([momentAt(1, 'Draft', [released(1, { access: closed })])]))
    expect(fields(entry)).toEqual(['calendar', 'day', 'end', 'level', 'room', 'start', 'status'])
  })
})

test('a claim is no fact, another day is another day', () => {
  const moments = [momentAt(1, 'Draft', [released(1, { access: STATES })])]
  expect(names(see(moments, personWith()))).toEqual(['PL-1 listed'])
  expect(names(see(moments, personWith({ constituency: 'member-state', days: [DAY_2] })))).toEqual(['PL-1 listed'])
})

describe('the stricter rule wins', () => {
  const moments = [momentAt(1, 'Draft', [released(1), released(2, { room: OTHER_ROOM })])]
  const saved = (rule: AccessRule) =>
    new Map([
      [sessionId(1), savedRule(1, { rule: EVERYONE }, { rule, day: 3 })],
      [sessionId(2), savedRule(2, { rule: EVERYONE })],
    ])

  test('tightening acts on save, on what was released before as well', () => {
    expect(names(see(moments, PUBLIC_AUDIENCE, { rules: saved(unlisted) }))).toEqual(['PL-2 programme'])
    expect(names(see(moments, PUBLIC_AUDIENCE, { rules: saved(closed) }))).toEqual(['closed', 'PL-2 programme'])
  })

  test('whom a session is for is said by the rule that holds, whatever was said before', () => {
    const openTo = (rule: AccessRule): unknown =>
      entriesOf(see(moments, PUBLIC_AUDIENCE, { rules: saved(rule) })).map((entry) => isNamed(entry) && entry.openTo)[0]
    expect(openTo(EVERYONE)).toEqual({ attend: 'everyone' })
    for (const constituencies of [['member-state', 'un-entity'], ['member-state']])
      expect(openTo({ ...STATES, constituencies, show: 'programme' })).toEqual({
        attend: 'constituencies',
        constituencies,
      })
    expect(openTo({ ...closed, show: 'programme' })).toEqual({ attend: 'invited' })
  })

  test('a session of which no rule is known is shown to nobody', () => {
    expect(names(see(moments, personWith(), { rules: new Map() }))).toEqual([])
  })
})

test('entries come by start, then room, then code; those without a time last; a closed one by nothing of its own', () => {
  const moments = [
    momentAt(1, 'Draft', [
      released(4, { at: null }),
      released(3, { at: '09:00', to: '10:00', code: 'ZZ-1', room: OTHER_ROOM }),
      released(2, { at: '09:00', to: '10:00', code: 'AA-1', room: OTHER_ROOM }),
      released(1, { at: '09:00', to: '10:00', code: 'ZZ-0' }),
      released(5, { at: '09:00', to: '10:00', code: 'AA-0', access: closed }),
    ]),
  ]
  expect(names(see(moments))).toEqual([
    'ZZ-0 programme',
    'closed',
    'AA-1 programme',
    'ZZ-1 programme',
    'PL-4 programme',
  ])
})

test('what is missing in a language is said in the main one, and marked', () => {
  const view = see([momentAt(1, 'Draft', [released()])], PUBLIC_AUDIENCE, { locale: 'fr' })
  expect(entriesOf(view)[0]).toMatchObject({
    title: { text: 'Titre 1', lang: 'fr' },
    abstract: { text: 'Abstract 1', lang: 'en' },
  })
})

test('every day of the meeting is there, with whom it is for', () => {
  const { days } = see([momentAt(1, 'Draft', [released()])])
  expect(days.map((day) => [day.number, day.date.toString(), day.openTo, day.sessions.length])).toEqual([
    [1, '2022-10-18', [], 1],
    [2, '2022-10-19', ['member-state'], 0],
  ])
})

describe('label, date and note', () => {
  const secret = released(2, { access: unlisted, room: OTHER_ROOM })
  const moments = [
    momentAt(1, 'Draft', [released(1), secret]),
    momentAt(2, 'Rev.1', [released(1, { at: '10:30' }), secret]),
    momentAt(3, 'Rev.1', [released(1, { at: '10:30' }), { ...secret, title: { en: 'Other' } }]),
  ]

  test('a change that one may not see leaves no trace', () => {
    const { release } = see(moments)
    expect(release).toEqual({
      label: 'Rev.1',
      stage: 'revised',
      publishedAt: moments[1]!.at,
      note: { text: 'Note of the 2th', lang: 'en' },
    })
  })

  test('those whose view it changed have its date and note', () => {
    const { release } = see(moments, personWith({ groups: ['bureau'] }))
    expect(release).toMatchObject({ label: 'Rev.1', publishedAt: moments[2]!.at, note: { text: 'Note of the 3th' } })
  })

  test('a new label everybody sees, its note only those who see a change', () => {
    const labelled = [...moments.slice(0, 2), momentAt(3, 'Final', moments[2]!.release!.content.sessions)]
    const { release } = see(labelled)
    expect(release).toEqual({ label: 'Final', stage: 'final', publishedAt: moments[2]!.at })
  })

  test('an unchanged agenda made final has its note: it speaks of nothing hidden', () => {
    const final = [...moments.slice(0, 2), momentAt(3, 'Final', moments[1]!.release!.content.sessions)]
    expect(see(final).release).toMatchObject({ label: 'Final', note: { text: 'Note of the 3th' } })
  })

  test('an old release says by which it is superseded', () => {
    const old = see(moments.slice(0, 1), PUBLIC_AUDIENCE, { inForce: 'Rev.1' })
    expect(old.release).toMatchObject({ label: 'Draft', stage: 'draft', supersededBy: 'Rev.1' })
  })
})

test('a release that was taken back is not in the history, nor the return to the one before', () => {
  const first = momentAt(1, 'Draft', [released(1)])
  const takenBack = momentAt(2, 'Rev.1', [released(1, { at: '10:30' })], {
    withdrawnAt: Temporal.Instant.from('2022-09-03T12:00:00Z'),
  })
  const back = { ...first, at: Temporal.Instant.from('2022-09-03T12:00:00Z') }
  const moments = [first, takenBack, back]
  const rules = rulesAsIn(first.release!.content.sessions)
  const told = releasesSeen({ moments, rules, meeting: FRAME, audience: PUBLIC_AUDIENCE, locale: 'en' })
  expect(told.map(({ label }) => label)).toEqual(['Draft'])
})

test('with nothing released there is no view', () => {
  const as = { rules: new Map(), meeting: FRAME, audience: PUBLIC_AUDIENCE, locale: 'en' } as const
  expect(viewOf({ ...as, moments: [] })).toBeUndefined()
  expect(
    viewOf({ ...as, moments: [{ at: Temporal.Instant.from('2022-09-01T12:00:00Z'), release: undefined }] }),
  ).toBeUndefined()
})

test('no session is shown more openly than in the content that bounds it', () => {
  const bounded = see([momentAt(1, 'Draft', [released(1)])], PUBLIC_AUDIENCE, {
    noMoreThan: [contentOf(released(1, { access: unlisted }))],
  })
  expect(names(bounded)).toEqual([])
})

test('what is closed has no id by which other data could be joined to it', () => {
  const moments = [momentAt(1, 'Draft', [released(1, { access: closed }), released(2)])]
  expect([...namedIn(see(moments))]).toEqual([sessionId(2)])
})
