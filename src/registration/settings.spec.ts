import { describe, expect, test } from 'vitest'
import type { RegistrationSettings } from '../meetings/registration-settings.ts'
import { checkSettings, settingsDraftOf, type SettingsDraft } from './settings.ts'

const now: RegistrationSettings = {
  opens: '2022-09-26T07:00:00Z',
  closes: '2022-10-17T16:00:00Z',
  constituencies: ['un-entity', 'member-state'],
  verification: { 'member-state': 'focal-point', default: 'secretariat' },
  questions: [],
  waitingList: { freed: 'offer', offerHours: 48 },
}
const frame = { timeZone: 'Europe/Zurich', ends: Temporal.Instant.from('2022-10-19T22:00:00Z') }
const draft = (more: Partial<SettingsDraft> = {}): SettingsDraft => ({
  ...settingsDraftOf(now, frame.timeZone),
  ...more,
})
const at = (more: Partial<SettingsDraft['moments']>): SettingsDraft =>
  draft({ moments: { ...draft().moments, ...more } })
const problemsOf = (given: SettingsDraft, saved = now) =>
  (checkSettings(given, saved, frame).problems ?? []).map(({ pointer, message }) => [pointer, message])

test('saved as they are shown they stay as they are', () => {
  expect(draft().moments).toMatchObject({ opens: '2022-09-26T09:00', closes: '2022-10-17T18:00', confirmBy: '' })
  expect(checkSettings(draft(), now, frame).value).toEqual(now)
  const more: RegistrationSettings = {
    ...now,
    emailDomains: { 'un-entity': ['unicef.org'] },
    floor: true,
    badge: { passport: true, photo: false },
    privacyNotice: { version: 2, text: { en: 'More.' } },
    retention: { passport: 'P7D' },
    nominateBy: '2022-10-10T16:00:00Z',
  }
  expect(checkSettings(settingsDraftOf(more, frame.timeZone), more, frame).value).toEqual(more)
})

describe('moments', () => {
  test('are of the meeting’s zone, and in order', () => {
    expect(checkSettings(at({ closes: '2022-10-18 9:30' }), now, frame).value?.closes).toBe('2022-10-18T07:30:00Z')
    expect(problemsOf(at({ opens: '', closes: 'soon' }))).toEqual([
      ['/opens', 'settings.missing'],
      ['/closes', 'settings.not-a-moment'],
    ])
    expect(problemsOf(at({ closes: '2022-09-01T09:00' }))).toEqual([['/closes', 'settings.closes-before-opens']])
    expect(problemsOf(at({ closesInPerson: '2022-10-17T18:01' }))).toEqual([
      ['/closesInPerson', 'settings.in-person-after-close'],
    ])
    expect(problemsOf(at({ nominateBy: '2022-10-12T09:00', confirmBy: '2022-10-11T09:00' }))).toEqual([
      ['/confirmBy', 'settings.confirm-before-nominate'],
    ])
    expect(problemsOf(at({ confirmBy: '2022-10-20T09:00' }))).toEqual([['/confirmBy', 'settings.after-the-meeting']])
  })

  test('an hour that the clocks skip or repeat is no moment', () => {
    expect(problemsOf(at({ opens: '2022-03-27T02:30' }))).toEqual([['/opens', 'settings.no-such-hour']])
  })
})

describe('who may register, and who confirms', () => {
  test('an e-mail domain never proves a State', () => {
    expect(problemsOf(draft({ emailDomains: { 'member-state': 'mission.example.org' } }))).toEqual([
      ['/emailDomains/member-state', 'settings.domain-for-states'],
    ])
    expect(problemsOf(draft({ verification: { 'member-state': 'focal-point-or-email-domain' } }))).toEqual([
      ['/verification/member-state', 'settings.domain-for-states'],
    ])
  })

  test('domains are kept as machines write them', () => {
    const given = draft({ emailDomains: { 'un-entity': '@UNICEF.org,  bücher.example iom.int' } })
    expect(checkSettings(given, now, frame).value?.emailDomains).toEqual({
      'un-entity': ['unicef.org', 'xn--bcher-kva.example', 'iom.int'],
    })
    expect(problemsOf(draft({ emailDomains: { 'un-entity': 'unicef' } }))).toEqual([
      ['/emailDomains/un-entity', 'settings.not-a-domain'],
    ])
  })

  test('somebody must be able to register', () => {
    expect(problemsOf(draft({ constituencies: [] }))).toEqual([['/constituencies', 'settings.nobody']])
    expect(problemsOf(draft({ constituencies: ['martian'] }))).toEqual([
      ['/constituencies', 'settings.no-such-constituency'],
    ])
    expect(problemsOf(draft({ verification: { 'un-entity': 'oracle' } }))).toEqual([
      ['/verification/un-entity', 'settings.not-a-verification'],
    ])
  })
})

test('the notice gets a new version with each change of its words, and no other', () => {
  const first = checkSettings(draft({ privacyNotice: { en: ' We film. ' } }), now, frame).value!
  expect(first.privacyNotice).toEqual({ version: 1, text: { en: 'We film.' } })
  const same = checkSettings(draft({ privacyNotice: { en: 'We film.' } }), first, frame).value!
  expect(same.privacyNotice?.version).toBe(1)
  const gone = checkSettings(draft({ privacyNotice: { en: '' } }), first, frame).value!
  expect(gone.privacyNotice).toEqual({ version: 2, text: {} })
})

test('only what a meeting decides about is kept for another time', () => {
  expect(checkSettings(draft({ retention: { passport: 'P7D' } }), now, frame).value?.retention).toEqual({
    passport: 'P7D',
  })
  const back = { ...now, retention: { passport: 'P7D' } }
  expect(checkSettings(draft({ retention: { passport: '' } }), back, frame).value?.retention).toBeUndefined()
  expect(problemsOf(draft({ retention: { record: 'P7D', photo: 'soon' } }))).toEqual([
    ['/retention/record', 'settings.not-a-duration'],
    ['/retention/photo', 'settings.not-a-duration'],
  ])
})
