import type { Locale } from '../kernel/locale.ts'
import { periodOf, PERSONAL_DATA, type PersonalData } from '../meetings/personal-data.ts'
import type { RegistrationSettings } from '../meetings/registration-settings.ts'
import { listed } from '../platform/i18n/formats.ts'
import { translator } from '../platform/i18n/i18n.ts'

const UNITS = ['years', 'months', 'weeks', 'days'] as const

/** An ISO 8601 duration in words: `P1Y6M` is "1 year and 6 months". Empty for no time at all. */
export const periodWords = (period: string, locale: Locale): string => {
  const t = translator(locale)
  const duration = Temporal.Duration.from(period)
  return listed(
    UNITS.flatMap((unit) => (duration[unit] ? [t(`privacy:period.${unit}`, { count: duration[unit] })] : [])),
    locale,
  )
}

/** Until when a kind is kept, in words. */
export const keptWords = (
  kind: PersonalData,
  settings: Pick<RegistrationSettings, 'retention'> | undefined,
  locale: Locale,
): string => {
  const t = translator(locale)
  const period = periodOf(kind, settings)
  if (period !== undefined) {
    const words = periodWords(period, locale)
    if (!words) return t('privacy:kept.none')
    return kind === 'name' || kind === 'contact'
      ? t('privacy:kept.last', { period: words })
      : t('privacy:kept.after', { period: words })
  }
  if (kind === 'mail' || kind === 'sign-in' || kind === 'roles') return t(`privacy:kept.${kind}`)
  return PERSONAL_DATA[kind].kept === null ? t('privacy:kept.always') : t('privacy:kept.registration')
}

/** The moment from which a period after the end of a meeting is over. */
export const dueAfter = (end: Temporal.Instant, period: string, timeZone: string): Temporal.Instant =>
  end.toZonedDateTimeISO(timeZone).add(Temporal.Duration.from(period)).toInstant()
