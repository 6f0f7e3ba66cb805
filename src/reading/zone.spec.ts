import { expect, test } from 'vitest'
import { zoneChoices, zoneFrom } from './zone.ts'

test.each([
  ['Nairobi', 'Africa/Nairobi'],
  ['africa/nairobi', 'Africa/Nairobi'],
  ['New York', 'America/New_York'],
  ['nueva york', 'America/New_York'],
  ['México', 'America/Mexico_City'], // fr Mexico
  ['sao paulo', 'America/Sao_Paulo'],
  ['Nairobi (Africa/Nairobi)', 'Africa/Nairobi'],
])('%s is %s', (typed, zone) => {
  expect(zoneFrom(typed)).toBe(zone)
})

test.each(['', 'Atlantis', '../etc/passwd', 'x'.repeat(200), 'UTC+2; drop'])('%s is no zone', (typed) => {
  expect(zoneFrom(typed)).toBeUndefined()
})

test('every choice of the list leads back to a zone', () => {
  for (const choice of zoneChoices('fr')) expect(zoneFrom(choice), choice).toBeDefined()
})
