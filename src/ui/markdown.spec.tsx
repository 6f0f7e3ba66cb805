import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { Markdown, plainWords } from './markdown.tsx'

const html = (text: string): string => renderToString(<Markdown text={text} />)

test.each([
  ['Plain words.', '<p>Plain words.</p>', 'Plain words.'],
  ['One.\n\nTwo.', '<p>One.</p><p>Two.</p>', 'One.\n\nTwo.'],
  ['*Very* **strong**', '<p><em>Very</em> <strong>strong</strong></p>', 'Very strong'],
  ['- one\n- two', '<ul><li>one</li><li>two</li></ul>', '- one\n- two'],
  ['3. one\n4. two', '<ol start="3"><li>one</li><li>two</li></ol>', '3. one\n4. two'],
  ['# Title', '<p><strong>Title</strong></p>', 'Title'],
  ['a  \nb', '<p>a<br/>b</p>', 'a\nb'],
  [
    '[the note](https://example.org/a?b=1&c=2)',
    '<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">the note</a></p>',
    'the note (https://example.org/a?b=1&c=2)',
  ],
  [
    '<mailto:desk@example.org>',
    '<p><a href="mailto:desk@example.org" rel="nofollow noopener">mailto:desk@example.org</a></p>',
    'mailto:desk@example.org',
  ],
  ['Article 1. Text\n2022-2024', '<p>Article 1. Text\n2022-2024</p>', 'Article 1. Text\n2022-2024'],
  ['', '', ''],
])('%j', (text, drawn, words) => {
  expect([html(text), plainWords(text)]).toEqual([drawn, words])
})

describe('nothing of a text is more than text', () => {
  test.each([
    '<script>alert(1)</script>',
    'a <img src=x onerror=alert(1)> b',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\u0000script:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](//evil.example)',
    '[x](/en/desk)',
    '[x][y]\n\n[y]: javascript:alert(1)',
    '![x](https://example.org/track.png)',
    '<https://example.org/"onmouseover="alert(1)>',
    '[x](https://example.org/"onmouseover="alert(1))',
  ])('%s', (text) => {
    const drawn = html(text)
    const tags = [...drawn.matchAll(/<([a-z]+)([^>]*)>/g)]
    expect(tags.map(([, name]) => name).filter((name) => !['p', 'a'].includes(name!))).toEqual([])
    for (const [, name, attributes] of tags)
      if (name === 'a') expect(attributes).toMatch(/^ href="(https?:\/\/|mailto:)[^"<>]*" rel="nofollow noopener"$/)
  })

  test.each(['*a_ ', '[', '`a``', '> ', '- ', '&#0;'])(
    'a text made of %j to be slow stands as it was typed',
    (part) => {
      const began = performance.now()
      expect(plainWords(part.repeat(100_000))).toHaveLength(part.length * 100_000)
      html(part.repeat(Math.floor(500 / part.length)))
      expect(performance.now() - began).toBeLessThan(2000)
    },
  )
})
