import { expect, test } from 'vitest'
import { newId } from '../kernel/id.ts'
import { RATE_LIMITS } from '../platform/http/rate-limit-rules.ts'
import { TooManyRequests } from '../platform/http/too-many-requests.ts'
import { FeedLimits } from './feed-limits.ts'

const MISSION = '203.0.113.7'

test('a thousand phones behind one address, each with its own feed, are all answered', async () => {
  const limits = new FeedLimits()
  for (let phone = 0; phone < 1000; phone++) {
    const feed = newId<'Feed'>()
    for (let fetch = 0; fetch < 3; fetch++) await limits.read(feed)
  }
})

test('one feed asked for without end is not', async () => {
  const limits = new FeedLimits()
  const feed = newId<'Feed'>()
  for (let fetch = 0; fetch < RATE_LIMITS['feed-read'].points; fetch++) await limits.read(feed)
  await expect(limits.read(feed)).rejects.toThrow(TooManyRequests)
  await limits.read(newId<'Feed'>())
})

test('who guesses is stopped, and nobody else', async () => {
  const limits = new FeedLimits()
  for (let guess = 0; guess < RATE_LIMITS['secret-guessed-from'].points; guess++) await limits.missed(MISSION)
  await expect(limits.missed(MISSION)).rejects.toMatchObject({ retryAfter: expect.any(Number) })
  await limits.missed('203.0.113.8')
})
