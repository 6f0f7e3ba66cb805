import { expect, test } from 'vitest'
import { mail } from './mail.tsx'

const parts = {
  headline: 'Your request is with your focal point',
  preview: 'You have no place yet.',
  head: ['Fourth Annual Meeting', '18 and 19 October 2022, Geneva and online'],
  blocks: [
    'You have no place yet.',
    { heading: 'Wednesday 19 October: with your focal point', text: 'You asked for: in person.' },
    { list: ['One', 'Two'] },
    { code: '4812 0637' },
  ],
  action: { label: 'See or change your registration', href: 'https://plenary.example.org/en/unnm-2022/me' },
  after: [{ quiet: 'This follows the agenda Rev.1 of 7 October.' }],
  foot: [
    'Times are Geneva time (UTC+2).',
    { link: 'Choose which mail you get', href: 'https://plenary.example.org/en/me' },
  ],
}

test('a mail says the same in both its forms', () => {
  const { html, text } = mail('en', parts)
  expect(text).toBe(`Fourth Annual Meeting
18 and 19 October 2022, Geneva and online

Your request is with your focal point

You have no place yet.

Wednesday 19 October: with your focal point
You asked for: in person.

- One
- Two

4812 0637

See or change your registration:
https://plenary.example.org/en/unnm-2022/me

This follows the agenda Rev.1 of 7 October.

-- 
Times are Geneva time (UTC+2).
Choose which mail you get:
https://plenary.example.org/en/me
`)
  for (const words of [
    'Your request is with your focal point',
    'You asked for: in person.',
    'Two',
    '4812 0637',
    'Geneva time',
  ])
    expect(html).toContain(words)
})

test('is in one language, without table, picture, script or tracking', () => {
  const { html } = mail('fr', parts)
  expect(html).toMatch(/^<!doctype html>\n<html lang="fr" dir="ltr">/)
  expect(html).not.toMatch(/<table|<img|<script|<link|src=|url\(/)
})

test('writes names and titles as text, and refuses links that are not whole', () => {
  const { html } = mail('en', { ...parts, blocks: ['<a href="https://evil.example">click</a>'] })
  expect(html).not.toContain('<a href="https://evil.example"')
  expect(() => mail('en', { ...parts, action: { label: 'x', href: 'javascript:alert(1)' } })).toThrow(
    /must not become a link/,
  )
  expect(() => mail('en', { ...parts, action: { label: 'x', href: '/en/me' } })).toThrow(/must not become a link/)
})
