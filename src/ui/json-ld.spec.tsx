import { parse } from 'node-html-parser'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { JsonLd } from './json-ld.tsx'

test.each(['</script><script>alert(1)</script>', '<!--<script>', ']]>', '"}\\', '\u2028'])(
  'words cannot leave the data, and are read back as they were: %j',
  (words) => {
    const html = renderToString(<JsonLd data={{ name: words }} />)
    expect(html.match(/<[/!a-z]/gi)).toEqual(['<s', '</'])
    expect(JSON.parse(parse(html).querySelector('script')!.rawText)).toEqual({ name: words })
  },
)
