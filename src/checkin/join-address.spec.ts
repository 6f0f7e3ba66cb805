import { expect, test } from 'vitest'
import { isKnownProvider, joinAddress } from './join-address.ts'

const OURS = 'meetings.example.net'

test.each([
  'https://us02web.zoom.us/j/81234567890?pwd=abc#success',
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0',
  '  https://rooms.example.org:8443/in  ',
])('%s is a way in', (typed) => {
  expect(joinAddress(typed, OURS).address?.href).toBe(new URL(typed.trim()).href)
})

test.each([
  ['zoom.us/j/8123', 'not-an-address'],
  ['', 'not-an-address'],
  ['javascript:alert(1)', 'not-https'],
  ['data:text/html,<script>', 'not-https'],
  ['http://zoom.us/j/8123', 'not-https'],
  ['zoommtg://zoom.us/join?confno=1', 'not-https'],
  ['https://zoom.us@evil.example.org/j/8123', 'with-password'],
  ['https://localhost/x', 'not-public'],
  ['https://localhost./x', 'not-public'],
  ['https://intranet/x', 'not-public'],
  ['https://media.local/x', 'not-public'],
  ['https://10.0.0.7/x', 'not-public'],
  // 127.0.0.1 in other spellings.
  ['https://2130706433/x', 'not-public'],
  ['https://0x7f.1/x', 'not-public'],
  ['https://[::1]/x', 'not-public'],
  ['https://8.8.8.8/x', 'not-public'],
  [`https://${OURS}/en/unnm-2022/sessions/PL-1/join`, 'ours'],
  [`https://zoom.us/${'a'.repeat(2000)}`, 'too-long'],
])('%s is none: %s', (typed, flaw) => {
  expect(joinAddress(typed, OURS)).toEqual({ flaw })
})

test.each([
  ['https://us02web.zoom.us/j/1', true],
  ['https://zoom.us/j/1', true],
  ['https://zoom.us.example.org/j/1', false],
  ['https://notzoom.us/j/1', false],
])('%s is of a provider that we know: %s', (address, known) => {
  expect(isKnownProvider(new URL(address))).toBe(known)
})
