import { LOCALES } from '../kernel/locale.ts'

/**
 * First segments of addresses that are ours, so no meeting can have them: `/{meeting}` and `/{locale}/{meeting}` would
 * clash. The one list of them.
 */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  ...LOCALES,
  'sp',
  'api',
  'assets',
  'desk',
  'feeds',
  'health',
  'invitations',
  'me',
  'meetings',
  'metrics',
  'new',
  'outbox',
  'problems',
  'sign-in',
  'sign-out',
  'about',
  'accessibility',
  'privacy',
  'search',
  'robots',
  'sitemap',
  'favicon',
])

/** Whether a string may be a meeting's slug: short lower-case words joined by hyphens, and none of our own addresses. */
export const isSlug = (value: string): boolean =>
  /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) && value.length <= 60 && !RESERVED_SLUGS.has(value)
