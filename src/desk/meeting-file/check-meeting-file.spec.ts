import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { checkMeetingFile } from './check-meeting-file.ts'

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
