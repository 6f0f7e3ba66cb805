import type { TFunction } from '../../platform/i18n/i18n.ts'

/**
 * What a mail server said, in plain words. It is kept as its reply code and enhanced code (RFC 5321, 4.2.3; RFC 3463), as
 * the server's own sentence holds addresses.
 */
export const refusalOf = (
  response: string,
): 'unknown-mailbox' | 'unknown-domain' | 'full' | 'disabled' | 'policy' | 'given-up' | 'other' => {
  if (response === 'given up') return 'given-up'
  const enhanced = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(response)
  const [subject, detail] = [enhanced?.[1], enhanced?.[2]]
  if (subject === '1' && (detail === '2' || detail === '10')) return 'unknown-domain'
  if (subject === '1') return 'unknown-mailbox'
  if (subject === '2') return detail === '2' ? 'full' : 'disabled'
  if (subject === '4') return 'unknown-domain'
  if (subject === '7') return 'policy'
  if (/^55[013]\b/.test(response)) return 'unknown-mailbox'
  if (/^552\b/.test(response)) return 'full'
  return 'other'
}

/** The same in the reader's language, with the server's code for who writes to its postmaster. */
export const plainRefusal = (t: TFunction, response: string): string => {
  const kind = refusalOf(response)
  const words = t(`review:refusal.${kind}`)
  return kind === 'given-up' ? words : t('review:refusal.withCode', { words, code: response })
}
