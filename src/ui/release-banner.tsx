import type { Locale } from '../kernel/locale.ts'
import { formatDay } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import type { ChangeName } from './change.tsx'
import { Day } from './clock.tsx'
import { Filled, SLOT } from './filled.tsx'
import { Icon } from './icon.tsx'
import { safeHref } from './safe-href.ts'
import { Stamp, type Stage } from './stamp.tsx'

/** Which version of the agenda a page shows, and since when. */
export interface ReleaseBanner {
  /** `Draft`, `Rev.1`, `Final`, `Corr.1`. */
  label: string
  stage: Stage
  date: Temporal.PlainDate
  /** The page "What changed"; absent where nothing did (a first release). */
  changesHref?: string
  /** How many changes of each kind this audience sees. */
  changes?: Partial<Record<ChangeName, number>>
  /** The version in force, when this one is not. */
  supersededBy?: { label: string; date: Temporal.PlainDate; href: string }
}

/** A release's label as it is written in the reader's language: Draft and Final are words, Rev.1 is the same in all. */
export const labelWords = (t: TFunction, label: string): string =>
  label === 'Draft' ? t('common:stage.draft') : label === 'Final' ? t('common:stage.final') : label

const COUNTED = ['added', 'moved', 'cancelled', 'removed', 'reinstated', 'retitled', 'changed'] as const

/** `2 new, 3 moved, 1 cancelled`; empty when there is nothing to count. */
export const changeCounts = (t: TFunction, changes: Partial<Record<ChangeName, number>>): string =>
  COUNTED.filter((kind) => changes[kind])
    .map((kind) => t(`common:release.count.${kind}`, { count: changes[kind] ?? 0 }))
    .join(', ')

/** The band below the masthead: the label's stamp, its date, and what it changed; an old version says what replaced it. */
export const Banner = ({ t, locale, release }: { t: TFunction; locale: Locale; release: ReleaseBanner }) => {
  const { label, stage, date, changes = {}, changesHref, supersededBy } = release
  const day = <Day date={date}>{formatDay(date, locale)}</Day>
  const counts = changeCounts(t, changes)
  return (
    <aside class={supersededBy ? 'release old' : 'release'} aria-label={t('common:release.label')}>
      <div class="wrap">
        <Stamp stage={stage}>{labelWords(t, label)}</Stamp>
        {supersededBy ? (
          <>
            <span>
              <span class="says">
                <Icon name="warning" />
                {t('common:release.superseded', {
                  label: labelWords(t, supersededBy.label),
                  date: formatDay(supersededBy.date, locale, { year: supersededBy.date.year !== date.year }),
                })}
              </span>{' '}
              <Filled
                words={
                  label === 'Draft'
                    ? t('common:release.readingDraft', { date: SLOT })
                    : t('common:release.reading', { label: labelWords(t, label), date: SLOT })
                }
                with={[day]}
              />
            </span>
            <a href={safeHref(supersededBy.href)}>
              {t('common:release.goTo', { label: labelWords(t, supersededBy.label) })}
            </a>
          </>
        ) : (
          <>
            <span>
              <Filled words={t('common:release.of', { date: SLOT })} with={[day]} />
            </span>
            {changesHref !== undefined && (
              <a href={safeHref(changesHref)}>
                {counts ? t('common:release.changed', { list: counts }) : t('common:release.whatChanged')}
              </a>
            )}
          </>
        )}
      </div>
    </aside>
  )
}
