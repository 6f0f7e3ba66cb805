import { expect, test } from 'vitest'
import { tableFrom, TABLE_LIMITS } from '../platform/tables/table.ts'
import { judged, personalRows, type Named, type PersonalRow } from './personal-rows.ts'

const table = (...rows: string[][]) => tableFrom(rows, TABLE_LIMITS)
const read = (...rows: string[][]): PersonalRow[] => {
  const found = personalRows(table(...rows), 'meetings.example.net')
  if (typeof found === 'string') throw new Error(found)
  return found
}
const ANA = 'https://zoom.us/w/1?tk=ana'
const BEN = 'https://zoom.us/w/1?tk=ben'

test('the export of a provider is read whatever its columns are called', () => {
  const rows = read(
    ['First name', 'Adresse', 'Approved', 'Lien'],
    ['Ana', 'ana@example.org', 'yes', ANA],
    ['Ben', 'Ben@Example.org', 'yes', BEN],
  )
  expect(rows.map(({ number, who, named, link }) => [number, who, named, link])).toEqual([
    [2, 'ana@example.org', { email: 'ana@example.org' }, { href: ANA }],
    [3, 'Ben@Example.org', { email: 'Ben@Example.org' }, { href: BEN }],
  ])
})

test('who has no address of their own is named by their reference, also without headings', () => {
  expect(read(['K7M-2XP', ANA], ['k7m2xq', BEN]).map(({ number, named }) => [number, named])).toEqual([
    [1, { reference: 'k7m2xp' }],
    [2, { reference: 'k7m2xq' }],
  ])
  const mixed = read(['E-mail', 'Reference', 'Link'], ['ana@example.org', '', ANA], ['', 'K7M-2XP', BEN])
  expect(mixed.map(({ named }) => named)).toEqual([{ email: 'ana@example.org' }, { reference: 'k7m2xp' }])
})

test('a table without links, or without people, says so', () => {
  expect(personalRows(table(['E-mail'], ['ana@example.org']), '')).toBe('no-links')
  expect(personalRows(table(['Name', 'Link'], ['Ana', ANA]), '')).toBe('no-people')
})

test('each row gets what becomes of it, and the first about a person counts', () => {
  const about = (named: Named): string | undefined =>
    'email' in named && named.email.startsWith('x') ? undefined : 'email' in named ? named.email : named.reference
  const rows = read(
    ['E-mail', 'Link'],
    ['ana@example.org', ANA],
    ['ben@example.org', BEN],
    ['ana@example.org', 'https://zoom.us/w/1?tk=other'],
    ['cleo@example.org', ANA],
    ['xavier@example.org', 'https://zoom.us/w/1?tk=x'],
    ['dina@example.org', 'http://zoom.us/w/1?tk=d'],
    ['eva@example.org', 'https://zoom.us/w/1?tk=e'],
  )
  const all = new Set(rows.flatMap(({ named }) => (named ? [about(named)!] : [])))
  all.delete('eva@example.org')
  expect(judged(rows, about, all, new Set(['ben@example.org'])).map(({ outcome }) => outcome)).toEqual([
    'new',
    'replaced',
    'person-twice',
    'link-twice',
    'unknown',
    'bad-link',
    'not-entitled',
  ])
})
