import { REGIONAL_GROUPS, STATES_IN_NO_GROUP } from '../../delegations/regional-group.ts'
import { sortedStates, stateName } from '../../delegations/state.ts'
import type { Locale } from '../../kernel/locale.ts'
import { capitalized, formatDay, listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { ParticipationFigures, Tally } from '../../registration/participants/figures.ts'
import { constituencyPlural } from '../../registration/participants/participants-page.tsx'
import { BarChart } from '../../ui/bar-chart.tsx'
import { DataTable } from '../../ui/data-table.tsx'

const typographic = (text: string): string => text.replaceAll("'", '’')

const valuesOf = ({ confirmed, requested, waiting }: Tally): number[] => [confirmed, requested, waiting]

const dayName = (day: string, locale: Locale): string =>
  formatDay(Temporal.PlainDate.from(day), locale, { year: false })

/** Who comes, in charts with the tables of the same numbers. */
export const ParticipationCharts = ({
  t,
  locale,
  figures,
  registrations,
}: {
  t: TFunction
  locale: Locale
  figures: ParticipationFigures
  /** The path of the list of registrations, where a row leads. */
  registrations: string
}) => {
  const series = [
    { name: t('participants:desk.confirmed') },
    { name: t('participants:desk.requested') },
    { name: t('participants:desk.waiting') },
  ]
  const groupName = (id: string | null): string => {
    const group = REGIONAL_GROUPS.find((one) => one.id === id)
    return group ? typographic(group.name[locale]) : t('participants:desk.noGroup')
  }
  return (
    <>
      <BarChart
        t={t}
        id="by-constituency"
        title={t('participants:desk.byConstituency')}
        note={t('participants:desk.both')}
        of={t('participants:desk.constituency')}
        series={series}
        groups={figures.constituencies.map((row) => ({
          name: constituencyPlural(row.constituency, locale),
          values: valuesOf(row),
          href: `${registrations}?as=${row.constituency}`,
        }))}
      />
      <BarChart
        t={t}
        id="by-group"
        title={t('participants:desk.byGroup')}
        note={t('participants:desk.groupNote', {
          states: listed(
            STATES_IN_NO_GROUP.map((iso3) => typographic(stateName(iso3, locale))),
            locale,
          ),
        })}
        of={t('participants:desk.group')}
        series={series}
        groups={figures.regionalGroups.map((row) => ({
          name: groupName(row.group),
          note: t('participants:desk.statesTakePart', { count: row.states }),
          values: valuesOf(row),
        }))}
      />
      <BarChart
        t={t}
        id="by-day"
        title={t('participants:desk.byDay')}
        of={t('participants:desk.day')}
        series={series}
        groups={figures.days.map((row) => ({
          name: t(`participants:desk.dayMode.${row.mode}`, { day: dayName(row.day, locale) }),
          values: valuesOf(row),
          href: `${registrations}?day=${row.day}&mode=${row.mode}`,
        }))}
      />
    </>
  )
}

/** Which States take part, in the room and online, day by day, in the UN's order. */
export const StatesTable = ({
  t,
  locale,
  figures,
}: {
  t: TFunction
  locale: Locale
  figures: ParticipationFigures
}) => {
  const byState = new Map(figures.states.map((row) => [row.state, row]))
  const rows = sortedStates(locale).flatMap(({ iso3 }) => byState.get(iso3) ?? [])
  const days = figures.days.filter(({ mode }) => mode === 'online').map(({ day }) => day)
  return (
    <section class="panel">
      <h2 id="states-title">{t('participants:desk.byState')}</h2>
      {rows.length === 0 ? (
        <p>{t('participants:desk.noStates')}</p>
      ) : (
        <details>
          <summary>{t('participants:desk.statesTakePart', { count: rows.length })}</summary>
          <DataTable
            t={t}
            labelledBy="states-title"
            columns={[
              { name: t('participants:desk.state') },
              ...days.flatMap((day) =>
                (['in-person', 'online'] as const).map((mode) => ({
                  name: capitalized(t(`participants:desk.dayMode.${mode}`, { day: dayName(day, locale) }), locale),
                })),
              ),
            ]}
            rows={rows.map(({ state, days: own }) => ({
              header: typographic(stateName(state, locale)),
              cells: own.flatMap(({ inPerson, online }) => [inPerson, online]),
            }))}
          />
        </details>
      )}
    </section>
  )
}
