import { Button } from '../ui/actions.tsx'
import { Filled, SLOT } from '../ui/filled.tsx'
import { Icon } from '../ui/icon.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Select } from '../ui/select.tsx'
import { ofCity, utcOffset, zoneCity } from '../platform/i18n/formats.ts'
import { addressWith, type AgendaWish } from './agenda-wish.ts'
import type { Frame } from './frame.ts'
import { ZONES, type ZoneWish } from './zone.ts'

/** How far a zone is from UTC at these moments: two offsets where its clocks change between them. */
const offsets = (zone: string, at: readonly Temporal.Instant[]): string =>
  [...new Set(at.map((instant) => utcOffset(zone, instant)))].join(' / ')

/** Whose times these are; the script in `ui/browser` says the same of the zone the browser is in. */
export const ZoneLine = ({
  frame,
  wish,
  at,
}: {
  frame: Frame
  wish: AgendaWish
  /** Of the first and the last day shown. */
  at: readonly Temporal.Instant[]
}) => {
  const { t, locale, view, own } = frame
  const here = ofCity(view.meeting.city.text, locale)
  const choose = addressWith(wish, { zone: '' })
  if (!own)
    return (
      <p class="quiet" data-own-zone>
        {t('reading:zone.line', { ofCity: here })}{' '}
        <a class="screen" href={safeHref(choose)}>
          {t('reading:zone.another')}
        </a>
      </p>
    )
  return (
    <p class="quiet">
      <Filled
        words={t('reading:zone.lineOwn', {
          ofCity: here,
          pin: SLOT,
          zone: zoneCity(own, locale),
          offset: offsets(own, at),
        })}
        with={[<Icon name="pin" inline />]}
      />{' '}
      <a class="screen" href={safeHref(choose)}>
        {t('reading:zone.change')}
        <span class="hidden">{t('reading:zone.changeOf')}</span>
      </a>
    </p>
  )
}

/** Chooses a zone without script: a form that puts it into the address. */
export const ZoneForm = ({
  frame,
  wish,
  kept = {},
}: {
  frame: Frame
  wish: ZoneWish
  /** What else stands in the address. */
  kept?: AgendaWish['asked']
}) => {
  const { t, locale } = frame
  if (wish.is !== 'choose' && wish.is !== 'unknown') return null
  return (
    <form class="actions" method="get">
      {Object.entries(kept).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Select
        t={t}
        name="zone"
        label={t('reading:zone.choose')}
        blank={t('reading:zone.none')}
        error={wish.is === 'unknown' ? t('reading:zone.unknown') : undefined}
        options={ZONES.map((zone) => ({ value: zone, label: `${zoneCity(zone, locale)} (${zone})` })).sort((a, b) =>
          a.label.localeCompare(b.label, locale),
        )}
        find
      />
      <Button second>{t('reading:zone.show')}</Button>
    </form>
  )
}
