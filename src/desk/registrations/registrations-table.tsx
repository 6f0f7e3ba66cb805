import { constituency, type ConstituencyId } from '../../delegations/constituency.ts'
import { stateName } from '../../delegations/state.ts'
import { DEFAULT_LOCALE, type Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { dayDoor } from '../../registration/places/days-open.ts'
import { shownReference } from '../../registration/reference.ts'
import type { Sort } from '../../registration/review/listing.ts'
import type { ListedRegistration } from '../../registration/review/registration-list.service.ts'
import type { DayStanding } from '../../registration/standing.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { State, type StateName } from '../../ui/state.tsx'

/** How a constituency is called in the reader's language. */
export const constituencyName = (id: ConstituencyId, locale: Locale): string =>
  localize(constituency(id)?.name, locale, DEFAULT_LOCALE)?.text ?? id

/** Somebody's name; their address while they gave none, and their reference once they were erased. */
export const nameOf = ({
  names,
  email,
  reference,
}: Pick<ListedRegistration, 'names' | 'email'> & { reference?: string }): string =>
  [names.givenNames, names.familyName].filter(Boolean).join(' ') ||
  email ||
  (reference ? shownReference(reference) : '')

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

/** How a day stands, and how they attend; `shut`: it is not open to their constituency. */
export const DayCell = ({ t, day, shut }: { t: TFunction; day: DayStanding | undefined; shut?: boolean }) => {
  if (!day) return <State t={t} is={shut ? 'not-open' : 'not-attending'} />
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

/** What of a row stands under whom they represent: the constituency, and whether it is verified. */
const Says = ({ t, locale, row }: { t: TFunction; locale: Locale; row: ListedRegistration }) => (
  <small class="says">
    <State t={t} is={row.verified ? 'verified' : row.state === 'requested' ? 'under-review' : 'withdrawn'}>
      {`${constituencyName(row.claim.constituency, locale)}, ${row.verified ? t('desk:registrations.verified') : t('desk:registrations.claimed')}`}
    </State>
  </small>
)

/** A page of the list of registrations; each row can be picked. */
export const RegistrationsTable = ({
  t,
  locale,
  meeting,
  base,
  rows,
  caption,
  sorted,
  sortHref,
  today,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022/registrations` */
  base: string
  rows: readonly ListedRegistration[]
  caption: string
  sorted: { sort: Sort; descending: boolean }
  /** Where a column's name leads. */
  sortHref: (sort: Sort, descending: boolean) => string
  /** Today, in the meeting's zone. */
  today: Temporal.PlainDate
}) => {
  const column = (sort: Sort, name: string): Column => ({
    name,
    href: sortHref(sort, sorted.sort === sort ? !sorted.descending : sort === 'sent' || sort === 'changed'),
    ...(sorted.sort === sort && { sorted: sorted.descending ? ('descending' as const) : ('ascending' as const) }),
  })
  return (
    <DataTable
      t={t}
      caption={caption}
      columns={[
        column('name', t('desk:registrations.who')),
        column('delegation', t('desk:registrations.represents')),
        ...meeting.days.map(({ date }) => ({ name: formatDay(date, locale, { year: false }) })),
        column('sent', t('desk:registrations.received')),
        ...(sorted.sort === 'changed' ? [column('changed', t('desk:registrations.changed'))] : []),
      ]}
      rows={rows.map((row) => ({
        pick: {
          name: 'pick',
          value: row.id,
          label: t('desk:registrations.pick', { name: nameOf(row), reference: shownReference(row.reference) }),
        },
        header: (
          <>
            <a href={`${base}/${row.id}`}>{nameOf(row)}</a>
            {row.jobTitle && row.jobTitle !== nameOf(row) && <small>{row.jobTitle}</small>}
            <small>{row.email}</small>
            <small>{shownReference(row.reference)}</small>
          </>
        ),
        cells: [
          <>
            {representedBy(row, locale)}
            <Says t={t} locale={locale} row={row} />
            {row.delegation?.role && <small>{t(`desk:registrations.role.${row.delegation.role}`)}</small>}
            {row.late && <small>{t('desk:registrations.late')}</small>}
          </>,
          ...meeting.days.map((of) => (
            <DayCell
              t={t}
              day={row.standing.days.find(({ day }) => day === of.date.toString())}
              shut={dayDoor(of, row.verified?.constituency ?? row.claim.constituency, today) === 'not-for-you'}
            />
          )),
          <time dateTime={row.submittedAt.toString()}>
            {formatInstant(row.submittedAt, meeting.timeZone, locale, { year: false })}
          </time>,
          ...(sorted.sort === 'changed'
            ? [
                <time dateTime={row.changedAt.toString()}>
                  {formatInstant(row.changedAt, meeting.timeZone, locale, { year: false })}
                </time>,
              ]
            : []),
        ],
      }))}
    />
  )
}
