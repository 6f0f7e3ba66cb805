import type { ComponentChildren } from 'preact'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { capitalized, formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { Reason } from '../../registration/review/duplicates.ts'
import type { ListedRegistration } from '../../registration/review/registration-list.service.ts'
import { Button } from '../../ui/actions.tsx'
import { Says } from '../../ui/badge.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { constituencyName, DayCell, nameOf, representedBy } from '../registrations/registrations-table.tsx'

/** A registration that is likely of the same person, as it is shown beside the request. */
export interface Twin {
  registration: ListedRegistration
  reasons: readonly Reason[]
}

const Beside = ({ t, same, children }: { t: TFunction; same: boolean; children: ComponentChildren }) =>
  same ? (
    <>
      {children}{' '}
      <Says icon="done" quiet>
        {t('review:twin.same')}
      </Says>
    </>
  ) : (
    <ins>{children}</ins>
  )

/** What the two say, row by row, so that one sees what differs. */
export const SideBySide = ({
  t,
  locale,
  meeting,
  one,
  two,
  names,
  labelledBy,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  one: ListedRegistration
  two: ListedRegistration
  /** What the two columns are called. */
  names: readonly [string, string]
  labelledBy: string
}) => {
  const represents = (each: ListedRegistration) =>
    `${representedBy(each, locale)}, ${each.verified ? t('desk:registrations.verified') : t('desk:registrations.claimed')}`
  const texts: readonly (readonly [string, string, string])[] = [
    [t('review:twin.name'), nameOf(one), nameOf(two)],
    [t('desk:review.jobTitle'), one.jobTitle || '–', two.jobTitle || '–'],
    [t('desk:review.email'), one.email, two.email],
    [t('desk:registrations.represents'), represents(one), represents(two)],
    [
      t('desk:registrations.constituency'),
      constituencyName(one.claim.constituency, locale),
      constituencyName(two.claim.constituency, locale),
    ],
  ]
  return (
    <DataTable
      t={t}
      labelledBy={labelledBy}
      columns={[{ name: t('review:twin.what'), hideName: true }, { name: names[0] }, { name: names[1] }]}
      rows={[
        ...texts.map(([header, left, right]) => ({
          header,
          cells: [
            left,
            <Beside t={t} same={left === right}>
              {right}
            </Beside>,
          ],
        })),
        ...meeting.days.map(({ date }) => {
          const [left, right] = [one, two].map((each) => each.standing.days.find(({ day }) => day === date.toString()))
          const same = left?.mode === right?.mode && left?.status === right?.status && left?.held === right?.held
          return {
            header: capitalized(formatDay(date, locale, { year: false }), locale),
            cells: [
              <DayCell t={t} day={left} />,
              <Beside t={t} same={same}>
                <DayCell t={t} day={right} />
              </Beside>,
            ],
          }
        }),
      ]}
    />
  )
}

/** Likely duplicates of the request, each beside it, to be merged or told apart. */
export const TwinPanels = ({
  t,
  locale,
  meeting,
  request,
  twins,
  keys,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  request: ListedRegistration
  twins: readonly Twin[]
  keys: boolean
}) => (
  <>
    {twins.map(({ registration, reasons }, index) => {
      const key = (letter: string) => (keys && index === 0 ? { keys: letter } : {})
      const id = `twin-${index}`
      const name = `${nameOf(registration)}, ${t(`desk:status.${registration.state === 'draft' ? 'requested' : registration.state}`)}`
      return (
        <section class="panel flow" aria-labelledby={id}>
          <h2 id={id}>{t('review:twin.title', { name: nameOf(registration) })}</h2>
          <p class="quiet">{reasons.map((reason) => t(`review:twin.reason.${reason}`)).join(' · ')}</p>
          <SideBySide
            t={t}
            locale={locale}
            meeting={meeting}
            one={request}
            two={registration}
            names={[t('review:twin.this'), name]}
            labelledBy={id}
          />
          <p class="actions">
            <Button second name="merge" value={registration.id} {...key('M')}>
              {t('review:twin.merge')}
            </Button>{' '}
            <Button second name="apart" value={registration.id} {...key('D')}>
              {t('review:twin.apart')}
            </Button>
          </p>
        </section>
      )
    })}
  </>
)
