import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSafeHref, safeHref, safeMailHref, UnsafeHref } from './safe-href.ts'

describe('a link', () => {
  test.each([
    '/en/demo',
    '/fr/demo/agenda?day=2022-10-18#pl-1',
    '?day=2',
    '#main',
    '',
    'https://example.org/a%20b',
    'mailto:annual-meeting@example.org?subject=x',
    'webcal://plenary.example.org/feeds/a.ics',
    'tel:+41229171234',
  ])('may lead to %j', (href) => expect(safeHref(href)).toBe(href))

  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    'file:///etc/passwd',
    'http://example.org',
    'ftp://example.org',
    '//example.org',
    '/\\example.org',
    '\\\\example.org',
    '/\t/example.org',
    'agenda',
    'blob:https://example.org/x',
    'view-source:https://example.org',
  ])('never to %j', (href) => expect(() => safeHref(href)).toThrow(UnsafeHref))

  test('is one that a browser, too, reads as one of ours or one of the schemes', () => {
    const tricky = fc.string({
      unit: fc.constantFrom('/', '\\', ':', '?', '#', '@', '.', 'a', 'javascript', 'https', '\t', '\n', ' ', '%'),
    })
    fc.assert(
      fc.property(tricky, (href) => {
        if (!isSafeHref(href)) return
        const url = URL.parse(href, 'https://plenary.example/en/page')
        if (!url) return
        const own = url.origin === 'https://plenary.example'
        expect(own || ['https:', 'mailto:', 'webcal:', 'tel:'].includes(url.protocol)).toBe(true)
        if (href.startsWith('/') || href.startsWith('?') || href.startsWith('#')) expect(own).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a link in a mail', () => {
  test.each(['http://localhost:3000/en', 'https://plenary.example.org/en', 'mailto:a@example.org'])(
    'may lead to %j',
    (href) => expect(safeMailHref(href)).toBe(href),
  )
  test.each(['/en', '#a', 'javascript:alert(1)'])('never to %j', (href) =>
    expect(() => safeMailHref(href)).toThrow(UnsafeHref),
  )
})
