import { expect, test } from 'vitest'
import { dueAt } from './round.ts'

const at = (time: string): Temporal.Instant => Temporal.Instant.from(`2022-10-10T${time}Z`)

test.each([
  { what: 'the first release', now: '10:00', began: '10:00', due: '10:15' },
  { what: 'another one begins the wait anew', now: '10:10', began: '10:00', due: '10:25' },
  { what: 'but not for ever', now: '10:20', began: '10:00', due: '10:30' },
  { what: 'urgent', now: '10:10', began: '10:00', urgent: true, due: '10:10' },
  { what: 'no quiet period', now: '10:00', began: '10:00', quiet: 0, due: '10:00' },
])('$what: $due', ({ now, began, due, urgent = false, quiet = 15 }) => {
  expect(dueAt({ now: at(now), began: at(began), quiet, urgent }).toString()).toBe(at(due).toString())
})
