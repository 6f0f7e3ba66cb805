import type { ComponentChildren } from 'preact'
import { stateName } from '../delegations/state.ts'
import { isLocale, LOCALE_NAMES } from '../kernel/locale.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { KINDS } from '../meetings/personal-data.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { formatInstant } from '../platform/i18n/formats.ts'
import { hasWords, wordsFor } from '../platform/i18n/i18n.ts'
import { questionsOf } from '../registration/questions/badge-questions.ts'
import { constituencyName } from '../registration/words.ts'
import { Actions, ButtonLink } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { page } from '../ui/page.tsx'
import { Terms, type Term } from '../ui/terms.tsx'
import type { Held, HeldValue } from './export.service.ts'

/** The most rows of a table that the page shows; the file has them all. */
const SHOWN = 20

interface DataPage {
  ctx: RequestContext
  held: readonly Held[]
  meetings: ReadonlyMap<string, Meeting>
}

/** Ids say nothing to who reads; the file has them. */
const HIDDEN = new Set(['id', 'session_id'])

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** What organisers and the service asked, by the key of the answer. */
const questionLabel = (key: string, { ctx, meetings }: DataPage, meeting: HeldValue | undefined): string => {
  const found = typeof meeting === 'string' ? meetings.get(meeting) : undefined
  const question = found && questionsOf(found.registration).find(({ id }) => id === key)
  return question && found ? wordsOf(question.label, found, ctx.locale).text : key
}

const words = (value: HeldValue, column: string, parts: DataPage, row: Held['rows'][number]): ComponentChildren => {
  const { ctx, meetings } = parts
  const { t, locale } = ctx
  if (typeof value === 'boolean') return value ? t('privacy:data.yes') : t('privacy:data.no')
  if (typeof value === 'object' && value !== null)
    return (
      <ul>
        {Object.entries(value)
          .filter(([, each]) => each !== '' && each !== null)
          .map(([key, each]) => (
            <li>
              {questionLabel(key, parts, row.meeting_id)}:{' '}
              {typeof each === 'object' ? JSON.stringify(each) : String(each)}
            </li>
          ))}
      </ul>
    )
  const text = String(value)
  if (column === 'meeting_id') {
    const meeting = meetings.get(text)
    return meeting ? wordsOf(meeting.title, meeting, locale).text : text
  }
  if (column.endsWith('constituency')) return constituencyName(text, locale)
  if (column.endsWith('_state') && !column.startsWith('from') && !column.startsWith('to'))
    return stateName(text, locale)
  if ((column === 'language' || column === 'locale') && isLocale(text)) return LOCALE_NAMES[text]
  if (MOMENT.test(text)) return `${formatInstant(Temporal.Instant.from(text), 'UTC', locale)} UTC`
  return hasWords(`privacy:value.${text}`) ? wordsFor(locale, `privacy:value.${text}`) : text
}

const termsOf = (row: Held['rows'][number], parts: DataPage): Term[] =>
  Object.entries(row)
    .filter(
      ([column, value]) =>
        !HIDDEN.has(column) &&
        value !== null &&
        value !== '' &&
        !(typeof value === 'object' && Object.keys(value).length === 0),
    )
    .map(([column, value]) => ({
      term: wordsFor(parts.ctx.locale, `privacy:column.${column}`),
      detail: words(value, column, parts, row),
    }))

const HeldTable = ({ held, parts }: { held: Held; parts: DataPage }) => {
  const { t, locale } = parts.ctx
  const more = held.rows.length - SHOWN
  return (
    <>
      {held.rows.slice(0, SHOWN).map((row) => (
        <>
          <Terms terms={termsOf(row, parts)} />
          {held.table === 'stored_file' && (
            <p>
              <a href={`/${locale}/me/data/files/${String(row.id)}`}>
                {t('privacy:data.file')} <span class="hidden">{String(row.name)}</span>
              </a>
            </p>
          )}
        </>
      ))}
      {more > 0 && <p class="quiet">{t('privacy:data.more', { count: more })}</p>}
    </>
  )
}

/** Everything that we hold about the reader, by kind. */
export const dataPage = (parts: DataPage): HtmlResponse => {
  const { ctx, held } = parts
  const { t, locale } = ctx
  return page(
    ctx,
    {
      title: t('privacy:data.title'),
      children: (
        <>
          <PageHead t={t} rail={t('privacy:data.rail')} title={t('privacy:data.title')} lead={t('privacy:data.lead')}>
            <Actions>
              <ButtonLink href={`/${locale}/me/data.json`}>{t('privacy:data.download')}</ButtonLink>{' '}
              <a href={`/${locale}/me/data/erase`}>{t('privacy:data.eraseLink')}</a>
            </Actions>
            <p>
              <a href={`/${locale}/privacy`}>{t('privacy:data.notice')}</a>
            </p>
          </PageHead>
          {KINDS.map((kind) => {
            const tables = held.filter(
              (each) => each.kind === kind && each.rows.some((row) => termsOf(row, parts).length),
            )
            return (
              tables.length > 0 && (
                <Axis title={t(`privacy:kind.${kind}.title`)}>
                  <div class="flow">
                    <p class="quiet">{t(`privacy:kind.${kind}.why`)}</p>
                    {tables.map((table) => (
                      <HeldTable held={table} parts={parts} />
                    ))}
                  </div>
                </Axis>
              )
            )
          })}
        </>
      ),
    },
    { cache: 'private' },
  )
}
