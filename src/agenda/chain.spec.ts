import { expect, test } from 'vitest'
import { inForce, momentsOf, underLabel, type ChainLink } from './chain.ts'
import type { ReleaseLabel } from './release.ts'

const at = (day: number): Temporal.Instant => Temporal.Instant.from(`2022-09-0${day}T12:00:00Z`)
const link = (version: number, label: ReleaseLabel, day: number, withdrawn?: number): ChainLink => ({
  version,
  label,
  publishedAt: at(day),
  withdrawnAt: withdrawn ? at(withdrawn) : null,
})
const told = (releases: ChainLink[]): string[] =>
  momentsOf(releases).map((moment) => `${moment.at.toString().slice(8, 10)} ${moment.release?.label ?? 'nothing'}`)

test('the return from a withdrawn release is a moment of its own', () => {
  const releases = [link(1, 'Draft', 1), link(2, 'Rev.1', 2, 3), link(4, 'Rev.2', 4)]
  expect(told(releases)).toEqual(['01 Draft', '02 Rev.1', '03 Draft', '04 Rev.2'])
})

test('withdrawing one that is superseded changes nothing that readers see', () => {
  expect(told([link(1, 'Draft', 1, 3), link(2, 'Rev.1', 2)])).toEqual(['01 Draft', '02 Rev.1'])
})

test('withdrawing the only one leaves nothing', () => {
  expect(told([link(1, 'Draft', 1, 2)])).toEqual(['01 Draft', '02 nothing'])
  expect(inForce([link(1, 'Draft', 1, 2)])).toBeUndefined()
})

test('a label means the last release under it that stands', () => {
  const releases = [link(1, 'Draft', 1), link(2, 'Rev.1', 2), link(3, 'Rev.1', 3), link(4, 'Rev.2', 4, 5)]
  expect(underLabel(releases, 'Rev.1')?.version).toBe(3)
  expect(underLabel(releases, 'Rev.2')).toBeUndefined()
  expect(inForce(releases)?.version).toBe(3)
})
