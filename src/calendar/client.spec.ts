import { expect, test } from 'vitest'
import { clientOf } from './client.ts'

test.each([
  ['Google-Calendar-Importer', 'google'],
  ['Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)', 'outlook'],
  ['Microsoft.Exchange/15.20 (OWA; Calendar; addfromweb)', 'outlook'],
  ['iOS/17.5.1 (21F90) dataaccessd/1.0', 'apple-mobile'],
  ['macOS/14.5 (23F79) dataaccessd/1.0', 'apple-mac'],
  ['Mac+OS+X/10.15.7 (19H2026) CalendarAgent/930.5.1', 'apple-mac'],
  ['macOS/14.5 (23F79) CalendarAgent/1020', 'apple-mac'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.12.2', 'thunderbird'],
  ['ICSx5/2.2 (ktor; Android)', 'android'],
  ['vdirsyncer/0.19.0', 'vdirsyncer'],
  ['curl/8.5.0', 'other'],
  [undefined, 'other'],
] as const)('%s: %s', (userAgent, client) => {
  expect(clientOf(userAgent)).toBe(client)
})
