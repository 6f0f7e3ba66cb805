import { Button } from '../ui/actions.tsx'
import { Filled, SLOT } from '../ui/filled.tsx'
import { Icon } from '../ui/icon.tsx'
import { Select } from '../ui/select.tsx'
import { ofCity, utcOffset, zoneCity } from '../platform/i18n/formats.ts'
import type { Frame } from './frame.ts'
import { ZONES, type ZoneWish } from './zone.ts'

/** Whose times these are; the script in `ui/browser` says the same of the zone the browser is in. */
export const ZoneLine = ({ frame, at, keep }: { frame: Frame; at: Temporal.Instant; keep?: string | undefined }) => {
  const { t, locale, view, own } = frame
  const here = ofCity(view.meeting.city.text, locale)
  const choose = `?${keep === undefined ? '' : `day=${keep}&`}zone=`
  if (!own)
    return (
      <p class="quiet" data-own-zone>
        {t('reading:zone.line', { ofCity: here })}{' '}
        <a class="screen" href={choose}>
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
          offset: utcOffset(own, at),
        })}
        with={[<Icon name="pin" inline />]}
      />{' '}
      <a class="screen" href={choose}>
        {t('reading:zone.change')}
        <span class="hidden">{t('reading:zone.changeOf')}</span>
      </a>
    </p>
  )
}

/** Chooses a zone without script: a form that puts it into the address. */
export const ZoneForm = ({ frame, wish, day }: { frame: Frame; wish: ZoneWish; day?: string | undefined }) => {
  const { t, locale } = frame
  if (wish.is !== 'choose' && wish.is !== 'unknown') return null
  return (
    <form class="actions" method="get">
      {day && <input type="hidden" name="day" value={day} />}
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
