import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newSessionErrors, rowOf } from '../../agenda/session-row.ts'
import { snapshot } from '../../agenda/snapshot.ts'
import { DomainError, InvalidInput } from '../../kernel/domain-error.ts'
import { hasWords } from '../../platform/i18n/i18n.ts'
import { checkMeetingFile } from './check-meeting-file.ts'
import { labelOf, sessionsOf } from './meeting-file.ts'
import { meetingRow } from './meeting-rows.ts'
import { instantFrom, UnreadableDate } from './relative-date.ts'
import { asItWas, materialsOf, newSession } from './session-rows.ts'

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../samples/${name}.json`, import.meta.url), 'utf8')) as Record<string, unknown>

const problemsOf = (json: unknown): string[] => {
  try {
    checkMeetingFile(json)
    return []
  } catch (error) {
    if (error instanceof InvalidInput) return error.fields.map((field) => `${field.pointer} ${field.message}`)
    throw error
  }
}

test.each(['meeting', 'meeting-briefing', 'meeting-future'])('samples/%s.json can be loaded', (name) => {
  expect(problemsOf(sample(name))).toEqual([])
})

test.each(['meeting', 'meeting-briefing', 'meeting-future'])(
  'samples/%s.json says why it asks what it asks',
  (name) => {
    const { registration } = checkMeetingFile(sample(name)).meeting
    for (const { id, purpose } of registration?.questions ?? [])
      expect([id, ...Object.keys(purpose ?? {})]).toEqual([id, 'en', 'fr', 'es'])
  },
)

describe('what is wrong is said, all of it at once', () => {
  test.each([null, 'x', [], {}])('%j is no meeting', (json) => {
    expect(problemsOf(json)).toEqual(['/meeting file.missing', '/rooms file.list', '/sessions file.list'])
  })

  test('a session in an unknown room, on a day that is not, with a link that is no https', () => {
    const file = sample('meeting-future')
    const [first, second] = file.sessions as Record<string, unknown>[]
    Object.assign(first!, { room: 'attic', day: 9, code: second!.code })
    Object.assign(second!, { joinLink: 'javascript:alert(1)', title: {} })
    expect(problemsOf(file)).toEqual([
      '/sessions/0/day file.day',
      '/sessions/0/room file.unknown',
      '/sessions/1/title file.text',
      '/sessions/1/joinLink join-link.not-https',
      '/sessions/1/code file.twice',
    ])
  })

  test('a list of participants for nobody we know, by the rules of no kind there is', () => {
    const file = sample('meeting-future') as { meeting: { registration: Record<string, unknown> } }
    file.meeting.registration['participants'] = { readers: 'friends', byRules: ['no-such-kind'] }
    expect(problemsOf(file)).toEqual([
      '/meeting/registration/participants/readers file.oneOf',
      '/meeting/registration/participants/byRules/0 file.unknown',
    ])
    file.meeting.registration['participants'] = 'everybody'
    expect(problemsOf(file)).toEqual([
      '/meeting/registration/participants/readers file.oneOf',
      '/meeting/registration/participants/byRules file.list',
    ])
  })

  test('settings that are none, and places of what there is not', () => {
    const file = sample('meeting-future') as { meeting: { registration: Record<string, unknown> } }
    Object.assign(file.meeting.registration, {
      confirmBy: 'soon',
      waitingList: { freed: 'sell', offerHours: -1 },
      badge: { passport: 'yes' },
      floor: 1,
      privacyNotice: { version: 'x', text: 'words' },
      retention: { passport: 'a week' },
      emailDomains: { 'member-state': ['gov.example'], academia: 'university.example' },
      seatPools: [
        { day: 9, mode: 'by ship', capacity: 1 },
        { day: 1, mode: 'online', session: 'NOWHERE', capacity: 1.5, gives: 'never' },
        { day: 1, mode: 'online', quotas: [{ constituency: 'martians', capacity: 1 }] },
      ],
    })
    expect(problemsOf(file)).toEqual(
      [
        ...['confirmBy file.moment', 'seatPools/0/day file.day', 'seatPools/0/mode file.oneOf'],
        ...['seatPools/1/session file.unknown', 'seatPools/1/gives file.oneOf', 'seatPools/1/capacity file.count'],
        ...['seatPools/2/quotas/0/constituency file.unknown', 'waitingList/freed file.oneOf'],
        ...['waitingList/offerHours file.count', 'floor file.yesNo', 'badge/passport file.yesNo'],
        ...['badge/photo file.yesNo', 'privacyNotice/version file.count', 'privacyNotice/text file.text'],
        ...[
          'retention/passport file.duration',
          'emailDomains/member-state file.unknown',
          'emailDomains/academia file.list',
        ],
      ].map((each) => `/meeting/registration/${each}`),
    )
  })
})

describe('people and items that are none', () => {
  test.each([
    { people: null, problems: ['/sessions/0/people file.list'] },
    { people: ['N. N.'], problems: ['/sessions/0/people/0/role file.oneOf', '/sessions/0/people/0/name file.text'] },
    { people: [{ role: 'chair', name: null }], problems: ['/sessions/0/people/0/name file.text'] },
    {
      people: [{ role: 'king', name: { en: 'N. N.' }, constituency: 7 }],
      problems: ['/sessions/0/people/0/role file.oneOf', '/sessions/0/people/0/constituency file.unknown'],
    },
  ])('$people', ({ people, problems }) => {
    const file = sample('meeting-future')
    Object.assign((file.sessions as object[])[0]!, { people })
    expect(problemsOf(file).filter((problem) => !problem.includes('file.parts'))).toEqual(problems)
  })
})

describe('whatever is damaged in a file', () => {
  interface Spot {
    of: Record<string, unknown>
    key: string
  }
  const spotsIn = (value: unknown): Spot[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [
          { of: value as Record<string, unknown>, key },
          ...spotsIn(inner),
        ])
      : []

  const GONE = Symbol('gone')
  const instead = fc.oneof(
    fc.constantFrom<unknown>(GONE, null, true, 0, -1, 1.5, 1e12, '', 'x', '2022-13-40', '__proto__', [], {}),
    fc.constantFrom<unknown>([null], [[]], ['x'], { en: null }, { en: 'x' }, { id: 'x' }, 'constructor', 'a\0b'),
    fc.jsonValue({ maxDepth: 2 }),
  )
  const damage = fc.record({
    name: fc.constantFrom('meeting', 'meeting-briefing', 'meeting-future'),
    where: fc.array(fc.tuple(fc.nat(), instead), { minLength: 1, maxLength: 3 }),
  })

  /** A sample with some of it taken away or put in the place of something else. */
  const damaged = ({ name, where }: { name: string; where: [number, unknown][] }): unknown => {
    const file = sample(name)
    for (const [at, value] of where) {
      const spots = spotsIn(file)
      if (!spots.length) continue
      const { of, key } = spots[at % spots.length]!
      if (value !== GONE) of[key] = structuredClone(value)
      else if (Array.isArray(of)) of.splice(Number(key), 1)
      else delete of[key]
    }
    return JSON.parse(JSON.stringify(file))
  }

  /** What loading makes of a file before any of it is kept. */
  const laidDown = (json: unknown): void => {
    const file = checkMeetingFile(json)
    const loaded = { day: Temporal.PlainDate.from('2026-11-25'), zone: file.meeting.timeZone }
    const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
    const meeting = meetingRow(file, loaded, now)
    const rows = new Map(
      file.sessions.map((session) => {
        const input = newSession(session, meeting)
        const fields = newSessionErrors(input, meeting)
        if (fields.length) throw new InvalidInput({ fields })
        return [session.code, rowOf(input, meeting, now)]
      }),
    )
    materialsOf(file, new Map([...rows].map(([code, { id }]) => [code, id])))
    for (const release of file.releases ?? []) {
      expect(labelOf(release)).toBeDefined()
      instantFrom(release.publishedAt, loaded)
      snapshot(sessionsOf(file, release).map(asItWas(rows, meeting)), meeting.rooms)
    }
  }

  test('it is refused in words, at its place, or it can be loaded', () => {
    fc.assert(
      fc.property(damage, (how) => {
        try {
          laidDown(damaged(how))
        } catch (error) {
          if (error instanceof UnreadableDate) return
          if (!(error instanceof DomainError)) throw error
          for (const { pointer, message } of error.fields) {
            expect(pointer).toMatch(/^\//)
            const key = message.startsWith('file.') ? `setup:problem.${message.slice(5)}` : `errors:${message}`
            expect([key, hasWords(key)]).toEqual([key, true])
          }
        }
      }),
      { numRuns: Number(process.env['FUZZ'] ?? 400) },
    )
  })
})
