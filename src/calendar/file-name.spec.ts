import { expect, test } from 'vitest'
import { attachment } from '../platform/http/attachment.ts'
import { fileName } from './file-name.ts'

test.each([
  ['PL-1 Séance inaugurale', 'PL-1 Séance inaugurale.ics'],
  ['Réunion\u00a0: mes séances', 'Réunion mes séances.ics'],
  ['..\\../etc/passwd', '.. etc passwd.ics'],
  ['a\r\nb"c', 'a b c.ics'],
  ['evil\u202escj.exe', 'evil scj.exe.ics'],
  ['/', 'calendar.ics'],
  ['👩‍👩‍👧‍👦'.repeat(50), expect.stringMatching(/^.{1,140}\.ics$/u)],
])('%j is kept as %j', (words, name) => {
  expect(fileName(words)).toEqual(name)
})

test('old clients get it in ASCII', () => {
  expect(attachment(fileName('PL-1 Séance'))).toBe(
    `attachment; filename="PL-1 Seance.ics"; filename*=UTF-8''PL-1%20S%C3%A9ance.ics`,
  )
  expect(attachment(fileName('会议'))).toBe(`attachment; filename="file.ics"; filename*=UTF-8''%E4%BC%9A%E8%AE%AE.ics`)
})
