import { afterEach, expect, test, vi } from 'vitest'
import { GivingWay } from './giving-way.ts'

let watch: GivingWay | undefined
afterEach(() => {
  watch?.stop()
  vi.useRealTimers()
})

/** A process that is as busy as `utilization` says, and how long somebody waited who gives way. */
const waits = async (utilization: () => number): Promise<number> => {
  vi.useFakeTimers()
  watch = new GivingWay(utilization)
  watch.start()
  await vi.advanceTimersByTimeAsync(1_000)
  const begin = Date.now()
  let waited: number | undefined
  void watch.handsFree().then(() => (waited = Date.now() - begin))
  await vi.advanceTimersByTimeAsync(60_000)
  return waited!
}

test('a process that has hands free begins at once', async () => {
  expect(await waits(() => 0.4)).toBe(0)
})

test('a busy one begins when the rush is over', async () => {
  let looks = 0
  expect(await waits(() => (++looks < 10 ? 1 : 0.1))).toBe(1_000)
})

test('a rush that lasts makes it late, and never stops it', async () => {
  expect(await waits(() => 1)).toBe(3_000)
})

test('who comes while somebody waits does not overtake them', async () => {
  vi.useFakeTimers()
  let busy = 1
  watch = new GivingWay(() => busy)
  watch.start()
  await vi.advanceTimersByTimeAsync(1_100)
  const order: string[] = []
  void watch.handsFree().then(() => order.push('first'))
  busy = 0
  // Free by now, and the first has not looked again.
  await vi.advanceTimersByTimeAsync(150)
  void watch.handsFree().then(() => order.push('second'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(order).toEqual(['first', 'second'])
})
