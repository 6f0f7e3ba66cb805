import { REGIONAL_GROUPS } from '../../delegations/regional-group.ts'
import { otherNames, sortedStates } from '../../delegations/state.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { CarriedOut } from '../../registration/import/imports.service.ts'
import { PLACE_MODES } from '../../registration/registration.ts'
import { LISTED_STATES, PLACE_STANDINGS } from '../../registration/review/listing.ts'
import type {
  ListedRegistration,
  Page,
  RegistrationCounts,
} from '../../registration/review/registration-list.service.ts'
import { Button, Form, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Figures } from '../../ui/figures.tsx'
import { Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/note.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { BULK_ACTIONS } from '../../registration/bulk/bulk-action.ts'
import { isFiltered, ONLY, queryWith, sortFrom, type FilterQuery } from './list-query.ts'
import { constituencyName, RegistrationsTable } from './registrations-table.tsx'

export interface ListPageProps {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022/registrations` */
  base: string
  query: FilterQuery
  found: Page<ListedRegistration>
  /** How many pass the filter, counted up to `COUNTED`. */
  matching: number
  counts: RegistrationCounts
  /** The imports that registered or changed anybody. */
  imports: readonly CarriedOut[]
  today: Temporal.PlainDate
  errors: readonly FieldProblem[]
}

/** So many are counted exactly; beyond, the page says that there are more. */
export const COUNTED = 1000
/** The same for the numbers in the head. */
export const COUNTED_IN_HEAD = 10_000

/** A number that was counted up to a limit. */
const upTo = (t: TFunction, count: number): number | string =>
  count > COUNTED_IN_HEAD ? t('desk:registrations.andMore', { count: COUNTED_IN_HEAD }) : count

const Head = ({ t, locale, base, counts }: ListPageProps) => (
  <Figures
    figures={[
      {
        label: t('desk:registrations.toReview'),
        figure: upTo(t, counts.states.requested),
        href: `${base}?status=requested`,
      },
      {
        label: t('desk:registrations.confirmed'),
        figure: upTo(t, counts.states.confirmed),
        href: `${base}?status=confirmed`,
      },
      ...counts.days.map(({ day, held, capacity, waiting }) => {
        const label = t('desk:registrations.inPersonOn', {
          day: formatDay(Temporal.PlainDate.from(day), locale, { year: false }),
        })
        return {
          label,
          figure: upTo(t, held),
          href: `${base}?day=${day}&mode=in-person`,
          ...(capacity !== null && { progress: { value: held, max: Math.max(capacity, 1), label } }),
          note:
            capacity === null
              ? t('desk:registrations.noLimit')
              : [
                  t('desk:registrations.ofPlaces', { count: capacity }),
                  ...(waiting ? [t('desk:registrations.waitingCount', { count: waiting })] : []),
                ].join(', '),
        }
      }),
    ]}
  />
)

const Narrow = ({ t, locale, meeting, base, query, imports }: ListPageProps) => {
  const any = { value: '', label: t('desk:registrations.any') }
  const questions = meeting.registration.questions.filter(({ retired }) => !retired)
  return (
    <Filters t={t} action={base} label={t('desk:registrations.filter')} clear={isFiltered(query) ? base : undefined}>
      <TextInput t={t} type="search" name="q" label={t('desk:registrations.search')} value={query.q} maxlength={200} />
      <Select
        t={t}
        name="status"
        label={t('desk:registrations.status')}
        options={[any, ...LISTED_STATES.map((value) => ({ value, label: t(`desk:status.${value}`) }))]}
        value={query.status}
      />
      <Select
        t={t}
        name="as"
        label={t('desk:registrations.constituency')}
        options={[
          any,
          ...meeting.registration.constituencies.map((id) => ({ value: id, label: constituencyName(id, locale) })),
        ]}
        value={query.as}
      />
      <Select
        t={t}
        name="country"
        label={t('desk:registrations.country')}
        blank={t('desk:registrations.any')}
        find
        options={sortedStates(locale).map((one) => ({
          value: one.iso3,
          label: one.name[locale],
          also: [...otherNames(one.iso3), one.iso3],
        }))}
        value={query.country}
      />
      <Select
        t={t}
        name="group"
        label={t('desk:registrations.group')}
        options={[any, ...REGIONAL_GROUPS.map(({ id, name }) => ({ value: id, label: name[locale] }))]}
        value={query.group}
      />
      <Select
        t={t}
        name="day"
        label={t('desk:registrations.day')}
        options={[
          any,
          ...meeting.days.map(({ date }) => ({
            value: date.toString(),
            label: formatDay(date, locale, { year: false }),
          })),
        ]}
        value={query.day}
      />
      <Select
        t={t}
        name="mode"
        label={t('desk:registrations.mode')}
        options={[any, ...PLACE_MODES.map((value) => ({ value, label: t(`desk:format.${value}`) }))]}
        value={query.mode}
      />
      <Select
        t={t}
        name="place"
        label={t('desk:registrations.place')}
        options={[any, ...PLACE_STANDINGS.map((value) => ({ value, label: t(`desk:registrations.places.${value}`) }))]}
        value={query.place}
      />
      <Select
        t={t}
        name="only"
        label={t('desk:registrations.only')}
        options={[any, ...ONLY.map((value) => ({ value, label: t(`desk:registrations.onlyThose.${value}`) }))]}
        value={query.only}
      />
      {questions.length > 0 && (
        <Select
          t={t}
          name="answered"
          label={t('desk:registrations.answered')}
          options={[
            any,
            ...questions.map(({ id, label }) => ({
              value: id,
              label: localize(label, locale, meeting.mainLanguage)?.text ?? id,
            })),
          ]}
          value={query.answered}
        />
      )}
      {imports.length > 0 && (
        <Select
          t={t}
          name="import"
          label={t('desk:registrations.byImport')}
          options={[
            any,
            ...imports.map(({ id, as, fileName, createdAt }) => ({
              value: `${id}.${as}`,
              label: t(`desk:registrations.imported.${as}`, {
                table: fileName || t('tables:import.pasted'),
                when: formatInstant(createdAt, meeting.timeZone, locale),
              }),
            })),
          ]}
          value={query.import}
        />
      )}
      {query.sort && <input type="hidden" name="sort" value={query.sort} />}
    </Filters>
  )
}

const WithSelected = ({ t, found, matching, errors }: ListPageProps) => (
  <div class="bulk" id="with-selected" role="group" aria-label={t('desk:registrations.bulk.label')}>
    <Select
      t={t}
      name="whom"
      label={t('desk:registrations.bulk.whom')}
      hideLabel
      options={[
        { value: 'picked', label: t('desk:registrations.bulk.picked') },
        { value: 'page', label: t('desk:registrations.bulk.page', { count: found.rows.length }) },
        {
          value: 'all',
          label:
            matching > COUNTED
              ? t('desk:registrations.bulk.all')
              : t('desk:registrations.bulk.allCounted', { count: matching }),
        },
      ]}
      error={problemOf(errors, 'pick')}
    />
    <Select
      t={t}
      name="do"
      label={t('desk:registrations.bulk.action')}
      hideLabel
      options={BULK_ACTIONS.map((value) => ({ value, label: t(`desk:registrations.bulk.do.${value}`) }))}
    />
    <Button>{t('desk:registrations.bulk.continue')}</Button>
    <span class="hint">{t('desk:registrations.bulk.hint')}</span>
  </div>
)

const captionOf = ({ t, found, matching, query }: ListPageProps): string => {
  const { sort, descending } = sortFrom(query)
  const order = t(`desk:registrations.order.${sort}.${descending ? 'down' : 'up'}`)
  const shown = found.rows.length
  return matching > COUNTED
    ? t('desk:registrations.captionMore', { shown, count: COUNTED, order })
    : t('desk:registrations.caption', { shown, count: matching, order })
}

/** The list of registrations: numbers, filters, a page of rows to pick from, and what can be done with the picked. */
export const RegistrationsListPage = (props: ListPageProps) => {
  const { t, base, query, found, errors } = props
  const order = sortFrom(query)
  const links = [
    { href: `${base}/export${queryWith(query)}`, children: t('desk:registrations.export') },
    { href: `${base}/import`, children: t('desk:registrations.import') },
  ]
  return (
    <>
      <DeskHead t={t} errors={errors} title={t('desk:sections.registrations')}>
        <Links links={links} />
      </DeskHead>
      <Head {...props} />
      <Narrow {...props} />
      {found.rows.length === 0 ? (
        <Empty>{isFiltered(query) ? t('desk:registrations.noneFound') : t('desk:registrations.noneYet')}</Empty>
      ) : (
        <Form action={`${base}/bulk${queryWith(query)}`} class="flow">
          {found.rows.map(({ id }) => (
            <input type="hidden" name="page" value={id} />
          ))}
          {/* Each row has two stops of the Tab key. Enter on a tick goes on as well, as in any form. */}
          <a class="skip" href="#with-selected">
            {t('desk:registrations.bulk.skip')}
          </a>
          <RegistrationsTable
            {...props}
            rows={found.rows}
            caption={captionOf(props)}
            sorted={order}
            sortHref={(sort, descending) => base + queryWith(query, { sort: `${descending ? '-' : ''}${sort}` })}
          />
          <WithSelected {...props} />
        </Form>
      )}
      <Pagination
        t={t}
        first={query.after || query.before ? base + queryWith(query) : undefined}
        previous={found.previous ? base + queryWith(query, { before: found.previous }) : undefined}
        next={found.next ? base + queryWith(query, { after: found.next }) : undefined}
      />
    </>
  )
}
