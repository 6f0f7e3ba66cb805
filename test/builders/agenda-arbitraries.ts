import fc from 'fast-check'
import type { SavedRules } from '../../src/agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../../src/agenda/chain.ts'
import { SHOW_LEVELS, type AccessRule, type ReleasedSession, type ReleaseLabel } from '../../src/agenda/release.ts'
import type { Audience, Facts } from '../../src/access/facts.ts'
import { asId } from '../../src/kernel/id.ts'
import { DAY_1, DAY_2, momentAt, ONLINE, OTHER_ROOM, released, ROOM, savedRule } from './agenda.ts'

const CONSTITUENCIES = ['member-state', 'un-entity', 'civil-society'] as const
const GROUPS = ['bureau', 'friends'] as const

export const anyAccessRule: fc.Arbitrary<AccessRule> = fc.oneof(
  fc.record({ attend: fc.constant('everyone' as const), show: fc.constantFrom(...SHOW_LEVELS) }),
  fc.record({
    attend: fc.constant('constituencies' as const),
    constituencies: fc.subarray([...CONSTITUENCIES], { minLength: 1 }),
    show: fc.constantFrom(...SHOW_LEVELS),
  }),
  fc.record({
    attend: fc.constant('invited' as const),
    groups: fc.subarray([...GROUPS], { minLength: 1 }),
    show: fc.constantFrom(...SHOW_LEVELS),
  }),
)

export const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    days: fc.subarray([DAY_1, DAY_2]),
    constituency: fc.option(fc.constantFrom(...CONSTITUENCIES), { nil: undefined }),
    groups: fc.subarray([...GROUPS]),
  })
  .map(({ days, constituency, groups }) => ({
    person: asId('0199a000-0000-7000-8000-00000000ffff'),
    days: new Map(days.map((day) => [day, 'online'])),
    ...(constituency ? { constituency } : {}),
    groups: new Set(groups),
  }))

export const anyAudience: fc.Arbitrary<Audience> = fc.oneof(
  fc.constant({ kind: 'public' } as const),
  anyFacts.map((facts) => ({ kind: 'person' as const, facts })),
)

const TIMES = ['08:00', '09:00', '10:00', '11:00'] as const

/** Words that occur nowhere else, so that finding one is finding a leak. */
export const secretOf = (number: number, field: string): string => `secret-${field}-${number}x`

/** One state of session n: what it is called never changes here, the rest may. */
const anyState = (number: number): fc.Arbitrary<ReleasedSession> =>
  fc
    .record({
      at: fc.option(fc.constantFrom(...TIMES), { freq: 5, nil: null }),
      room: fc.constantFrom(ROOM, OTHER_ROOM, ONLINE, null),
      edition: fc.constantFrom('a', 'b'),
      day: fc.constantFrom(DAY_1, DAY_2),
      status: fc.constantFrom('confirmed' as const, 'confirmed' as const, 'cancelled' as const),
      format: fc.constantFrom('hybrid' as const, 'in-person' as const),
      access: anyAccessRule,
    })
    .map(({ edition, ...rest }) => {
      const words = (field: string): { en: string } => ({ en: `${secretOf(number, field)} ${edition}` })
      return released(number, {
        ...rest,
        to: '12:00',
        code: secretOf(number, 'code'),
        title: words('title'),
        abstract: words('abstract'),
        officers: [{ role: 'speaker', name: words('officer') }],
        items: [{ number: '1', title: words('item') }],
        interpretation: [`x-${secretOf(number, 'language')}`],
        capacity: 7_000_000 + number,
      })
    })

export interface AnyAgenda {
  moments: ReleaseMoment[]
  rules: SavedRules
}

const LABELS: readonly ReleaseLabel[] = ['Draft', 'Rev.1', 'Rev.2', 'Final', 'Corr.1']

/** A chain of releases of a few sessions, some absent at times, and the rules saved now, some changed meanwhile. */
export const anyAgenda: fc.Arbitrary<AnyAgenda> = fc
  .record({ sessions: fc.integer({ min: 1, max: 3 }), releases: fc.integer({ min: 1, max: 4 }) })
  .chain(({ sessions, releases }) => {
    const numbers = Array.from({ length: sessions }, (_, index) => index + 1)
    const content = fc
      .tuple(...numbers.map((number) => fc.option(anyState(number), { freq: 6, nil: undefined })))
      .map((states) => states.filter((state) => state !== undefined))
    const saved = fc.tuple(
      ...numbers.map(() =>
        fc.array(fc.record({ rule: anyAccessRule, day: fc.integer({ min: 0, max: 6 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
      ),
    )
    return fc.record({
      moments: fc
        .tuple(...Array.from({ length: releases }, () => content))
        .map((contents) => contents.map((one, index) => momentAt(index + 1, LABELS[index]!, one))),
      rules: saved.map(
        (histories): SavedRules =>
          new Map(
            histories.map((history, index) => {
              const number = index + 1
              const rules = history.toSorted((a, b) => a.day - b.day)
              return [released(number).id, savedRule(number, ...rules)]
            }),
          ),
      ),
    })
  })

/** All that happens, step by step: releases come into force (the last may be withdrawn), and rules are saved between them. */
export const anyHistory: fc.Arbitrary<AnyAgenda[]> = fc.tuple(anyAgenda, fc.boolean()).map(([agenda, withdrawn]) => {
  const [before, last] = agenda.moments.slice(-2)
  // The return to the release before it is a moment of its own (agenda/chain.ts).
  const back = withdrawn && before && last ? [{ release: before.release, at: last.at.add({ hours: 3 }) }] : []
  const moments = [...agenda.moments, ...back]
  return [
    ...moments.map(({ at }) => at),
    ...[...agenda.rules.values()].flatMap(({ history }) => history.map(({ savedAt }) => savedAt)),
  ]
    .filter((at) => Temporal.Instant.compare(at, moments[0]!.at) >= 0)
    .sort(Temporal.Instant.compare)
    .map((now) => {
      const by = (at: Temporal.Instant): boolean => Temporal.Instant.compare(at, now) <= 0
      const rules = [...agenda.rules].map(([id, saved]) => {
        const history = saved.history.filter(({ savedAt }, index) => index === 0 || by(savedAt))
        return [id, { ...saved, history, rule: history.at(-1)!.rule }] as const
      })
      return { moments: moments.filter(({ at }) => by(at)), rules: new Map(rules) }
    })
})
