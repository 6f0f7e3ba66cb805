import type { Release } from './release.entity.ts'
import type { ReleaseLabel } from './release.ts'

/** From this moment on, this release was what readers saw; none at all after the only one was withdrawn. */
export interface ReleaseMoment<R = Release> {
  at: Temporal.Instant
  release: R | undefined
}

/** What the chain needs to know of a release. */
export interface ChainLink {
  version: number
  label: ReleaseLabel
  publishedAt: Temporal.Instant
  withdrawnAt: Temporal.Instant | null
}

/**
 * What was in force when, oldest first. A withdrawn release stays in the chain: the return to the one before is a
 * moment of its own, so that calendars are told.
 */
export const momentsOf = <R extends ChainLink>(releases: readonly R[]): ReleaseMoment<R>[] => {
  const events = [
    ...releases.map((release) => ({ at: release.publishedAt, release, published: true })),
    ...releases.flatMap((release) =>
      release.withdrawnAt ? [{ at: release.withdrawnAt, release, published: false }] : [],
    ),
  ].sort(
    (a, b) =>
      Temporal.Instant.compare(a.at, b.at) ||
      a.release.version - b.release.version ||
      Number(b.published) - Number(a.published),
  )
  const standing: R[] = []
  const moments: ReleaseMoment<R>[] = []
  for (const { at, release, published } of events) {
    const before = standing.at(-1)
    if (published) standing.push(release)
    else standing.splice(standing.indexOf(release), 1)
    if (standing.at(-1) !== before) moments.push({ at, release: standing.at(-1) })
  }
  return moments
}

/** The last release under a label, unless it is withdrawn. */
export const underLabel = <R extends ChainLink>(releases: readonly R[], label: ReleaseLabel): R | undefined =>
  releases
    .filter((release) => release.label === label && !release.withdrawnAt)
    .reduce<R | undefined>((last, release) => (last && last.version > release.version ? last : release), undefined)

/** The release in force. */
export const inForce = <R extends ChainLink>(releases: readonly R[]): R | undefined =>
  momentsOf(releases).at(-1)?.release
