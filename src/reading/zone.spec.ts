import { expect, test } from 'vitest'
import { zoneFrom, zoneWish } from './zone.ts'

test.each([
  ['Nairobi', 'Africa/Nairobi'],
  ['africa/nairobi', 'Africa/Nairobi'],
  ['New York', 'America/New_York'],
  ['nueva york', 'America/New_York'],
  ['México', 'America/Mexico_City'], // fr Mexico
  ['sao paulo', 'America/Sao_Paulo'],
])('%s is %s', (typed, zone) => {
  expect(zoneFrom(typed)).toBe(zone)
})

test.each(['', 'Atlantis', '../etc/passwd', 'x'.repeat(200), 'UTC+2; drop'])('%s is no zone', (typed) => {
  expect(zoneFrom(typed)).toBeUndefined()
})

test('what the address says of time', () => {
  expect(zoneWish(undefined, 'Europe/Zurich')).toEqual({ is: 'none' })
  expect(zoneWish('', 'Europe/Zurich')).toEqual({ is: 'choose' })
  expect(zoneWish('Nairobi', 'Europe/Zurich')).toEqual({ is: 'own', zone: 'Africa/Nairobi' })
  expect(zoneWish('Zurich', 'Europe/Zurich')).toEqual({ is: 'none' }) // the meeting's own
  expect(zoneWish('Atlantis', 'Europe/Zurich')).toEqual({ is: 'unknown' })
})
