import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkLabel, LabelCannotFollow, nextLabels, proposedLabel, type LabelHistory } from './label.ts'
import type { ReleaseLabel } from './release.ts'

const published = (...labels: ReleaseLabel[]): LabelHistory => labels.map((label) => ({ label, withdrawn: false }))

test.each([
  { after: [], next: ['Draft', 'Final'] },
  { after: ['Draft'], next: ['Rev.1', 'Final'] },
  { after: ['Draft', 'Rev.1', 'Rev.2'], next: ['Rev.3', 'Final'] },
  { after: ['Draft', 'Final'], next: ['Corr.1', 'Rev.1'] },
  { after: ['Draft', 'Rev.1', 'Final', 'Corr.1'], next: ['Corr.2', 'Rev.2'] },
  { after: ['Final', 'Rev.1'], next: ['Rev.2', 'Corr.1'] }, // the substance changed after the final
] satisfies { after: ReleaseLabel[]; next: string[] }[])('after $after may follow $next', ({ after, next }) => {
  expect(nextLabels(published(...after))).toEqual(next)
})

describe('a label of a withdrawn release is not used again', () => {
  test('a revision', () => {
    const history = [...published('Draft'), { label: 'Rev.1' as const, withdrawn: true }]
    expect(nextLabels(history)).toEqual(['Rev.2', 'Final'])
    expect(() => checkLabel('Rev.1', history, true)).toThrow(LabelCannotFollow)
  })

  test('the only draft', () => {
    expect(nextLabels([{ label: 'Draft', withdrawn: true }])).toEqual(['Rev.1', 'Final'])
  })

  test('a final: what comes after it is a revision', () => {
    expect(nextLabels([...published('Rev.1'), { label: 'Final', withdrawn: true }])).toEqual(['Rev.2'])
  })
})

test('a label belongs to everybody: it stays exactly while the public sees no change', () => {
  const history = published('Draft', 'Rev.1')
  expect(proposedLabel(history, false)).toBe('Rev.1')
  expect(proposedLabel(history, true)).toBe('Rev.2')
  expect(() => checkLabel('Rev.1', history, false)).not.toThrow()
  expect(() => checkLabel('Rev.1', history, true)).toThrow(LabelCannotFollow)
  expect(() => checkLabel('Final', history, false)).not.toThrow() // the organiser may always give a new one
})

test('numbers are not skipped', () => {
  expect(() => checkLabel('Rev.3', published('Draft', 'Rev.1'), true)).toThrow(LabelCannotFollow)
})

test('however labels follow each other, none comes twice and one may always follow', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 12 }), (choices) => {
      const history: { label: ReleaseLabel; withdrawn: boolean }[] = []
      for (const [choice, withdrawn] of choices) {
        const next = nextLabels(history)
        expect(next.length).toBeGreaterThan(0)
        const label = next[choice % next.length]!
        expect(history.map((one) => one.label)).not.toContain(label)
        history.push({ label, withdrawn })
      }
    }),
  )
})
