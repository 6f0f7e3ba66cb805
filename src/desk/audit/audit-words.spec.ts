import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { FocalPointEvent } from '../../delegations/focal-point.ts'
import { ALL_MOVES } from '../../registration/states.ts'
import { AUDIT_PARTS, PREFIXES } from './audit-parts.ts'
import { actionKey } from './audit-words.ts'

const EVENTS = ['invited', 'named', 'approved', 'refused', 'removed', 'erased'] as const satisfies FocalPointEvent[]

/** What fills the holes of actions that are put together. */
const FILLED: Readonly<Record<string, readonly string[]>> = {
  'registration.${happened.move}': ALL_MOVES.map((move) => `registration.${move}`),
  'registration.bulk-${to}': ['registration.bulk-running', 'registration.bulk-undoing'],
  'registration.invitation-${how}': ['registration.invitation-lapsed', 'registration.invitation-withdrawn'],
  'question.${what}': ['added', 'changed', 'moved', 'retired', 'restored'].map((what) => `question.${what}`),
  'focal-point.${event}': EVENTS.map((event) => `focal-point.${event}`),
}

/** Of a person and no meeting: these stand in no meeting's record. */
const OF_NO_MEETING = /^(second-factor|recovery-codes|person\.(signed|aliased|erased|address))/

/** Every action that is written down, as the source says it. */
const actions = (): string[] => {
  const folder = new URL('../../', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.spec.'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  const written = sources.flatMap((source) =>
    [
      ...source.matchAll(/audit\.write(?:All)?\(\s*tx,\s*(?:'([^']+)'|`([^`]+)`)/g),
      ...[...source.matchAll(/\b(?:action|deed)(?::| =)([^;\n]*)/g)].flatMap(([, said]) => [
        ...said!.matchAll(/'([a-z-]+\.[a-z-]+)'/g),
      ]),
      ...source.matchAll(/this\.(?:record|move)\([^']*'([a-z-]+\.[a-z-]+)'/g),
    ].map(([, plain, template]) => (plain ?? template)!),
  )
  return [...new Set(written)].flatMap((action) => {
    if (!action.includes('${')) return [action]
    const filled = FILLED[action]
    if (!filled && !OF_NO_MEETING.test(action)) throw new Error(`What may ${action} be? Say so in FILLED.`)
    return filled ?? []
  })
}

test('every action that is written down has words, and a part of the record in which it is read', () => {
  const known = actions().filter((action) => !OF_NO_MEETING.test(action))
  expect(known.length).toBeGreaterThan(60)
  expect(known.filter((action) => actionKey(action) === undefined)).toEqual([])
  const prefixes = AUDIT_PARTS.flatMap((part) => PREFIXES[part])
  expect(known.filter((action) => !prefixes.some((prefix) => action.startsWith(prefix)))).toEqual([])
})
