import { formatInstant } from '../../platform/i18n/formats.ts'
import type { Queue } from '../../registration/places/pools.service.ts'
import { queueName } from '../../registration/places/queue-name.ts'
import type { Waiting } from '../../registration/places/queues.service.ts'
import { claimLabel } from '../../registration/words.ts'
import { ActionLink, Actions, Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/note.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { queueWords, type Words } from './labels.ts'

const PAGE = 50

/** A person in line by name; by reference where there is no name any more. */
export const waitingName = ({ names, reference }: Pick<Waiting, 'names' | 'reference'>): string =>
  [names.givenNames, names.familyName].filter(Boolean).join(' ') || reference

/** The State or organization, else the kind of participant. */
export const waitingFor = ({ locale }: Words, { state, organization, constituency }: Waiting): string =>
  claimLabel({ state, organization, constituency: constituency ?? '' }, locale)

/** One waiting list, first to last. */
export const LinePage = ({
  words,
  base,
  queue,
  after,
  found,
}: {
  words: Words
  base: string
  queue: Queue
  after: number
  found: { rows: readonly Waiting[]; more: boolean }
}) => {
  const { t, locale, meeting } = words
  const of = `of=${queueName(queue)}`
  return (
    <>
      <DeskHead t={t} title={queueWords(words, queue)} under={t('places:line.lead')}>
        <p>
          <a href={base}>{t('places:line.back')}</a>
        </p>
      </DeskHead>
      {found.rows.length === 0 ? (
        <Empty>
          <p>{t('places:line.empty')}</p>
        </Empty>
      ) : (
        <DataTable
          t={t}
          caption={t('places:line.title')}
          columns={[
            { name: t('places:columns.name') },
            { name: t('places:columns.position') },
            { name: t('places:columns.for') },
            { name: t('places:columns.since') },
            { name: t('places:columns.meanwhile') },
            { name: t('places:columns.change'), hideName: true },
          ]}
          rows={found.rows.map((row) => {
            const name = waitingName(row)
            return {
              header: name,
              cells: [
                String(row.position),
                <>
                  {waitingFor(words, row)}
                  {row.order !== null && (
                    <>
                      <br />
                      <span class="quiet">{t('places:line.order', { order: row.order })}</span>
                    </>
                  )}
                </>,
                formatInstant(row.since, meeting.timeZone, locale, { year: false }),
                row.held ? t(`places:mode.${row.held}`) : t('places:line.nothing'),
                <ActionLink href={`${base}/line/${row.registration}?${of}`} about={name}>
                  {t('places:line.change')}
                </ActionLink>,
              ],
            }
          })}
        />
      )}
      <Pagination
        t={t}
        first={after > 0 ? `${base}/line?${of}` : undefined}
        previous={after > PAGE ? `${base}/line?${of}&after=${after - PAGE}` : undefined}
        next={found.more ? `${base}/line?${of}&after=${after + PAGE}` : undefined}
      />
    </>
  )
}

/** One person in line, and what an organiser can do out of turn. */
export const EntryPage = ({
  words,
  base,
  queue,
  entry,
  sent,
  errors,
}: {
  words: Words
  base: string
  queue: Queue
  entry: Waiting | undefined
  sent: { to?: string | undefined; why?: string | undefined; giveWhy?: string }
  errors: readonly FieldProblem[]
}) => {
  const { t } = words
  const of = `of=${queueName(queue)}`
  const back = (
    <p>
      <a href={`${base}/line?${of}`}>{queueWords(words, queue)}</a>
    </p>
  )
  if (!entry)
    return (
      <>
        <DeskHead t={t} title={t('places:line.title')}>
          {back}
        </DeskHead>
        <Empty>
          <p>{t('places:entry.gone')}</p>
        </Empty>
      </>
    )
  const action = `${base}/line/${entry.registration}`
  const title = t('places:entry.title', { name: waitingName(entry), position: entry.position })
  return (
    <>
      <DeskHead t={t} title={title} under={waitingFor(words, entry)} errors={errors}>
        {back}
      </DeskHead>
      <Form action={`${action}/move?${of}`} class="flow" aria-labelledby="move">
        <h2 id="move">{t('places:entry.move')}</h2>
        {entry.delegationId && <p class="hint">{t('places:entry.delegation')}</p>}
        <TextInput
          t={t}
          name="to"
          inputmode="numeric"
          size={6}
          label={t('places:entry.to')}
          value={sent.to ?? entry.position}
          error={problemOf(errors, 'to')}
        />
        <TextInput
          t={t}
          name="why"
          label={t('places:entry.why')}
          hint={t('places:entry.whyHint')}
          value={sent.why}
          error={problemOf(errors, 'why')}
        />
        <Actions>
          <Button second>{t('places:entry.moveDo')}</Button>
        </Actions>
      </Form>
      <Form action={`${action}/give?${of}`} class="flow" aria-labelledby="do">
        <h2 id="do">{t('places:entry.give')}</h2>
        <p class="hint">{t('places:entry.giveLead')}</p>
        <TextInput
          t={t}
          name="why"
          id="giveWhy"
          label={t('places:entry.why')}
          hint={t('places:entry.whyHint')}
          value={sent.giveWhy}
          error={problemOf(errors, 'giveWhy')}
        />
        <Actions>
          <Button second name="do" value="give">
            {t('places:entry.giveDo')}
          </Button>{' '}
          <Button second name="do" value="offer">
            {t('places:entry.offerDo')}
          </Button>
        </Actions>
      </Form>
    </>
  )
}
