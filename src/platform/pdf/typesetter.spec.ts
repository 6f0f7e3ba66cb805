import { afterAll, expect, test } from 'vitest'
import { readPdf } from '../../../test/pdf.ts'
import { CannotTypeset, Typesetter, TypesetterIsBusy, type PdfDocument } from './typesetter.ts'

const names = (...data: string[]): PdfDocument => ({
  template: new URL('../../../test/fixtures/pdf/names.typ', import.meta.url),
  language: 'fr',
  title: 'Liste des participants',
  author: 'Réseau des Nations Unies sur les migrations',
  data: { names: data },
})

const typesetter = new Typesetter()
afterAll(() => typesetter.onApplicationShutdown())

test('no thread starts before the first document', () => {
  expect(new Typesetter().isAwake).toBe(false)
})

test('says its title, author and language, and is tagged', async () => {
  const pdf = await readPdf(await typesetter.typeset(names('Une personne')))
  expect(pdf).toMatchObject({
    title: 'Liste des participants',
    author: 'Réseau des Nations Unies sur les migrations',
    language: 'fr',
    tagged: true,
  })
  expect(pdf.roles).toEqual(expect.arrayContaining(['H1', 'L', 'LI', 'LBody']))
})

test('text comes in reading order', async () => {
  const { text } = await readPdf(await typesetter.typeset(names('one', 'two', 'three')))
  expect(text.replace(/[•\s]+/g, ' ')).toBe('Liste des participants one two three')
})

test.each([
  ['Latin', 'Łukasz Nguyễn Þór Ŋ'],
  ['Greek', 'Γιώργος'],
  ['Cyrillic', 'Ёлкин Їжак'],
  ['Arabic', 'محمد'],
  ['Armenian', 'Դավիթ'],
  ['Bengali', 'নাম'],
  ['Devanagari', 'नाम'],
  ['Ethiopic', 'ስም'],
  ['Georgian', 'გიორგი'],
  ['Hebrew', 'שלום'],
  ['Lao', 'ນາມ'],
  ['Myanmar', 'အမည'],
  ['Sinhala', 'නම'],
  ['Tamil', 'பயர'],
  ['Thai', 'สมชาย'],
  ['Tibetan', 'མང'],
  ['Han', '王小明 陳大文'],
  ['Kana', 'さくら サクラ'],
  ['Hangul', '김민수'],
])('writes %s', async (_, name) => {
  const { text, missing } = await readPdf(await typesetter.typeset(names(name)))
  expect(missing).toBe(0)
  // Letters that join are drawn in their order on the page: which letters there are is what counts here.
  const letters = (of: string) => [...of.normalize('NFKD').replace(/\s/g, '')].toSorted().join('')
  expect(letters(text)).toBe(letters(`Liste des participants•${name}`))
})

test.each(['Yoruba Ẹ̀ṣọ́', 'Khmer ឈ្មោះ', 'Thaana ނަން'])(
  'writes %s, whose signs are more than their letters',
  async (name) => {
    expect((await readPdf(await typesetter.typeset(names(name)))).missing).toBe(0)
  },
)

test('a sign that no font has is counted as missing, so that the tests above could fail', async () => {
  expect((await readPdf(await typesetter.typeset(names('\u{10330}')))).missing).toBeGreaterThan(0)
})

test.each([
  '#panic("x")',
  '#import "/etc/passwd"',
  '*bold* _italic_ `raw` $x^2$ = heading',
  '@reference <label> \\ // comment /* comment */',
  '"] } ) #[',
  '{{name}} ${name} %s',
])('what looks like markup stays text: %s', async (name) => {
  const { text } = await readPdf(await typesetter.typeset(names(name)))
  expect(text).toContain(name)
})

test('signs that nobody writes in a name do not get into the document', async () => {
  const { text } = await readPdf(await typesetter.typeset(names('a\u0000b\u202Ec\uD800d')))
  expect(text).toContain('a b c�d')
})

test('the same words make the same bytes', async () => {
  const once = await typesetter.typeset(names('one'))
  await typesetter.typeset(names('another'))
  const again = await typesetter.typeset(names('one'))
  const elsewhere = new Typesetter()
  const there = await elsewhere.typeset(names('one'))
  await elsewhere.onApplicationShutdown()
  expect(again.equals(once)).toBe(true)
  expect(there.equals(once)).toBe(true)
})

test('many at once are made one after the other', async () => {
  const titles = Array.from({ length: 8 }, (_, number) => `Liste ${number}`)
  const made = await Promise.all(titles.map((title) => typesetter.typeset({ ...names('x'), title })))
  expect(await Promise.all(made.map(async (pdf) => (await readPdf(pdf)).title))).toEqual(titles)
})

test('more than the queue holds are refused at once', async () => {
  const small = Typesetter.within({ queue: 1 })
  const first = small.typeset(names('first'))
  const second = small.typeset(names('second'))
  await expect(small.typeset(names('third'))).rejects.toThrow(TypesetterIsBusy)
  await Promise.all([first, second])
  await small.onApplicationShutdown()
})

test('a template that is wrong fails alone, and says where', async () => {
  const wrong = typesetter.typeset({
    ...names('x'),
    template: new URL('../../../test/fixtures/pdf/wrong.typ', import.meta.url),
  })
  await expect(wrong).rejects.toThrow(CannotTypeset)
  await expect(wrong).rejects.toThrow('template.typ')
  expect((await typesetter.typeset(names('after'))).length).toBeGreaterThan(0)
})

test('one that takes too long is given up, and the next is made by a new thread', async () => {
  const hasty = Typesetter.within({ patience: 1 })
  await expect(hasty.typeset(names('x'))).rejects.toThrow('not done within 1 ms')
  expect(hasty.isAwake).toBe(false)
  Object.assign(hasty, { limits: { queue: 20, patience: 60_000, idle: 20 } })
  expect((await hasty.typeset(names('after'))).length).toBeGreaterThan(0)
  await expect.poll(() => hasty.isAwake, { timeout: 5000 }).toBe(false) // and rests when idle
  await hasty.onApplicationShutdown()
})
