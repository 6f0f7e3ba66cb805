import { expect, test } from 'vitest'
import { pauseAfter, refusalFrom } from './mail.ts'

// As nodemailer gives them; 550 and 451 are the same EENVELOPE.
test.each([
  [
    { code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO', response: '550 5.1.1 <a@b.example> unknown' },
    true,
    '550 5.1.1',
  ],
  [{ code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO', response: '451 4.7.1 later' }, false, '451 4.7.1'],
  [{ code: 'EENVELOPE', responseCode: 550, command: 'MAIL FROM', response: '550 sender refused' }, false, '550'],
  [{ code: 'EMESSAGE', responseCode: 554, command: 'DATA', response: '554 5.7.1 spam' }, true, '554 5.7.1'],
  [{ code: 'EMESSAGE', responseCode: 452, command: 'DATA', response: '452 full' }, false, '452'],
  [{ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN', response: '535 5.7.8 no' }, false, '535 5.7.8'],
  [{ code: 'ECONNECTION', responseCode: 554, command: 'CONN', response: '554 go away' }, false, '554'],
  [{ code: 'ECONNREFUSED' }, false, 'ECONNREFUSED'],
  [{ code: 'ETIMEDOUT', command: 'DATA' }, false, 'ETIMEDOUT'],
  [new Error('anything else, with a@b.example in it'), false, 'ERROR'],
])('%j: for good %s, written down as %s', (error, forGood, response) => {
  expect(refusalFrom(error)).toEqual({ forGood, response })
})

test('a code is tried again within seconds, a notice within minutes, and a struggling server less and less', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((attempts) => pauseAfter('code', attempts))).toEqual([1, 2, 4, 8, 16, 30, 30])
  expect([1, 2, 3, 60].map((attempts) => pauseAfter('notice', attempts))).toEqual([5, 10, 20, 900])
})
