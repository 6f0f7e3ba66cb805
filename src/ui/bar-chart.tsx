import type { ComponentChildren } from 'preact'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { DataTable } from './data-table.tsx'

/** How a series is drawn, so that none is told by colour alone. Strokes, not patterns: those print as large pictures. */
const LOOKS = ['filled', 'striped', 'hollow'] as const
type Look = (typeof LOOKS)[number]

/** One bar in each group: `Confirmed`. At most three. */
export interface Series {
  name: string
}

/** One group of bars: `Member States`, with a value a series. */
export interface BarGroup {
  name: string
  /** A quieter second line of the name. */
  note?: string
  values: readonly number[]
  /** Where the table's row leads. */
  href?: string
}

const BAR = 10
const GAP = 4
/** Of the width; the rest is for the number behind the longest bar. */
const LONGEST = 84

const Bar = ({ look, y, width }: { look: Look; y: number; width: string }) => (
  <>
    <rect class={look} x="0" y={y + 1} width={width} height={BAR - 2} />
    {look === 'striped' && <line x1="0" x2={width} y1={y + BAR / 2} y2={y + BAR / 2} />}
  </>
)

const Key = ({ look }: { look: Look }) => (
  <svg class="bars" width="18" height={BAR} aria-hidden="true">
    <Bar look={look} y={0} width="18" />
  </svg>
)

const Bars = ({ values, max }: { values: readonly number[]; max: number }) => {
  const drawn = values.flatMap((value, index) => (value > 0 ? [{ value, look: LOOKS[index]! }] : []))
  const rows = Math.max(1, drawn.length)
  return (
    <svg class="bars" width="100%" height={rows * (BAR + GAP)} aria-hidden="true">
      {drawn.length === 0 && (
        <text x="0" y={BAR}>
          0
        </text>
      )}
      {drawn.map(({ value, look }, index) => {
        const width = `${((value / max) * LONGEST).toFixed(2)}%`
        const y = index * (BAR + GAP)
        return (
          <>
            <Bar look={look} y={y} width={width} />
            <text x={width} dx="6" y={y + BAR - 0.5}>
              {value}
            </text>
          </>
        )
      })}
    </svg>
  )
}

/**
 * Numbers as bars, and the same numbers as a table: the picture is for who looks, the table for everybody. Drawn on the
 * server; at any width, on paper, in the dark and without colours.
 */
export const BarChart = ({
  t,
  id,
  title,
  note,
  of,
  series,
  groups,
}: {
  t: TFunction
  /** Of the chart, once on the page. */
  id: string
  title: string
  /** What one should know to read it. */
  note?: ComponentChildren
  /** What the groups are: the first column's name. */
  of: string
  series: readonly Series[]
  groups: readonly BarGroup[]
}) => {
  const max = Math.max(1, ...groups.flatMap(({ values }) => values))
  const known = series.slice(0, LOOKS.length)
  return (
    <section class="panel chart" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {note !== undefined && <p class="quiet">{note}</p>}
      <div class="chart-and-table">
        <figure role="img" aria-label={t('common:chart.label', { title })}>
          <ul class="key">
            {known.map(({ name }, index) => (
              <li>
                <Key look={LOOKS[index]!} />
                {name}
              </li>
            ))}
          </ul>
          {groups.map(({ name, values }) => (
            <div class="bar-group">
              <p>{name}</p>
              <Bars values={values.slice(0, LOOKS.length)} max={max} />
            </div>
          ))}
        </figure>
        <DataTable
          t={t}
          labelledBy={`${id}-title`}
          columns={[{ name: of }, ...known]}
          rows={groups.map(({ name, note: under, values, href }) => ({
            header: (
              <>
                {href === undefined ? name : <a href={href}>{name}</a>}
                {under && <small>{under}</small>}
              </>
            ),
            cells: values.slice(0, LOOKS.length),
          }))}
        />
      </div>
    </section>
  )
}
