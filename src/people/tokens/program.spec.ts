import { expect, test } from 'vitest'
import { programFrom } from './program.ts'

test.each([
  ['curl/8.7.1', 'curl'],
  ['python-requests/2.32.3', 'Python'],
  ['Python-urllib/3.12', 'Python'],
  ['node', 'Node.js'],
  ['axios/1.7.2', 'Node.js'],
  ['Go-http-client/1.1', 'Go'],
  ['libcurl/8.3.0 r-curl/5.2.1 httr/1.4.7', 'R'],
  ['Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041', 'PowerShell'],
  ['Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)', 'Excel'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0', 'browser'],
  ['ana@mission.example.org’s own script', ''],
  ['', ''],
  [undefined, ''],
])('%s is %s', (userAgent, program) => {
  expect(programFrom(userAgent)).toBe(program)
})
