import { constituency, type ConstituencyId } from '../../delegations/constituency.ts'
import { stateName } from '../../delegations/state.ts'
import { DEFAULT_LOCALE, type Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { ListedRegistration } from '../../registration/registration-list.service.ts'
import type { DayStanding } from '../../registration/standing.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/note.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { State, type StateName } from '../../ui/state.tsx'

/** How a constituency is called in the reader's language. */
export const constituencyName = (id: ConstituencyId, locale: Locale): string =>
  localize(constituency(id)?.name, locale, DEFAULT_LOCALE)?.text ?? id

/** Somebody's name; their address while they gave none. */
export const nameOf = ({ names, email }: Pick<ListedRegistration, 'names' | 'email'>): string =>
  [names.givenNames, names.familyName].filter(Boolean).join(' ') || email

/** Whom somebody says they represent, in words: a State, an organization, or nobody but themselves. */
export const representedBy = ({ claim }: Pick<ListedRegistration, 'claim'>, locale: Locale): string =>
  claim.state ? stateName(claim.state, locale) : claim.organization || constituencyName(claim.constituency, locale)

const SHAPES: Readonly<Record<DayStanding['status'], StateName>> = {
  none: 'not-attending',
  requested: 'under-review',
  confirmed: 'confirmed',
  waiting: 'waiting',
  offered: 'offered',
  declined: 'declined',
  withdrawn: 'withdrawn',
}

/** How a day stands, and how they attend. */
export const DayCell = ({ t, day }: { t: TFunction; day: DayStanding | undefined }) => {
  if (!day) return <State t={t} is="not-attending" />
  return (
    <>
      <State t={t} is={SHAPES[day.status]} rank={day.rank} />{' '}
      {day.mode !== 'none' && (
        <small>
          {t(`desk:format.${day.mode}`)}
          {day.held && day.held !== day.mode && (
            <>
              {t('reading:list.semicolon')}
              {t('desk:registrations.meanwhile')}
            </>
          )}
        </small>
      )}
    </>
  )
}

/** A page of the list of registrations. */
export const RegistrationsTable = ({
  t,
  locale,
  meeting,
  base,
  rows,
  filtered,
  first,
  next,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022/registrations` */
  base: string
  rows: readonly ListedRegistration[]
  filtered: boolean
  first: string | undefined
  next: string | undefined
}) => {
  if (rows.length === 0)
    return <Empty>{filtered ? t('desk:registrations.noneFound') : t('desk:registrations.noneYet')}</Empty>
  return (
    <>
      <DataTable
        t={t}
        caption={t('desk:registrations.caption', { count: rows.length })}
        columns={[
          { name: t('desk:registrations.who') },
          { name: t('desk:registrations.represents') },
          ...meeting.days.map(({ date }) => ({ name: formatDay(date, locale, { year: false }) })),
          { name: t('desk:registrations.received') },
        ]}
        rows={rows.map((row) => ({
          header: (
            <>
              <a href={`${base}/${row.id}`}>{nameOf(row)}</a>
              {row.jobTitle && row.jobTitle !== nameOf(row) && <small>{row.jobTitle}</small>}
              <small>{row.email}</small>
            </>
          ),
          cells: [
            <>
              {representedBy(row, locale)}
              <small class="says">
                <State t={t} is={row.verified ? 'verified' : row.state === 'requested' ? 'under-review' : 'withdrawn'}>
                  {`${constituencyName(row.claim.constituency, locale)}, ${row.verified ? t('desk:registrations.verified') : t('desk:registrations.claimed')}`}
                </State>
              </small>
            </>,
            ...meeting.days.map(({ date }) => (
              <DayCell t={t} day={row.standing.days.find(({ day }) => day === date.toString())} />
            )),
            <time dateTime={row.submittedAt.toString()}>
              {formatInstant(row.submittedAt, meeting.timeZone, locale, { year: false })}
            </time>,
          ],
        }))}
      />
      <Pagination t={t} first={first} next={next} />
    </>
  )
}
