import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emailFrom, emailKey } from './email-address.ts'

test.each([
  'second.secretary@mission.example.org',
  'a+geneva@example.org',
  "o'neill@example.org",
  'déléguée@exemple.fr',
  'user@münchen.example',
  'xn--user@xn--mnchen-3ya.example',
  '代表@例子.example',
])('%s is an address', (text) => expect(emailFrom(` ${text} `)).toBe(text.normalize('NFC')))

test.each([
  '',
  'delegate',
  'a@b',
  'a@-example.org',
  'a b@example.org',
  'a@exam ple.org',
  'a@example.org\r\nBcc: b@example.org',
  '"a"@example.org',
  'a..b@example.org',
  '.a@example.org',
  'a@example..org',
  `${'a'.repeat(65)}@example.org`,
  'Someone <a@example.org>',
  'a@example.org,b@example.org',
])('%j is none', (text) => expect(emailFrom(text)).toBeUndefined())

test('two spellings of one mailbox have one key', () => {
  const key = (text: string) => emailKey(emailFrom(text)!)
  expect(key('Delegate@München.example')).toBe(key('delegate@xn--mnchen-3ya.example'))
  expect(key('a+x@example.org')).not.toBe(key('a@example.org'))
})

test('no address ever carries a line break, a comma or a bracket into a mail header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const address = emailFrom(`${text}@example.org`)
      if (address) expect(address).not.toMatch(/[\r\n,<>()[\]"\\;:\s]/)
    }),
  )
})
