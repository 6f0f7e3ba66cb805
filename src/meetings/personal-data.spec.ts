import { expect, test } from 'vitest'
import { noticeVersion, PERSONAL_DATA, periodOf, WITH_PERIOD } from './personal-data.ts'

test('an organiser’s period wins over ours, for what a meeting decides only', () => {
  expect(periodOf('passport')).toBe('P30D')
  expect(periodOf('passport', { retention: { passport: 'P3D', record: 'P1D' } })).toBe('P3D')
  expect(periodOf('record', { retention: { record: 'P1D' } })).toBeUndefined()
})

test('every period of ours can be added to a date', () => {
  for (const kind of WITH_PERIOD)
    expect(() => Temporal.Duration.from(PERSONAL_DATA[kind].kept ?? ''), kind).not.toThrow()
})

test('what was agreed to is named by our notice and the organiser’s addition', () => {
  expect(noticeVersion()).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(noticeVersion({ privacyNotice: { version: 3, text: { en: 'More' } } })).toBe(`${noticeVersion()}.3`)
})
