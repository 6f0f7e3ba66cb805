import type { Preview } from '../../registration/places/allocations.service.ts'
import type { Given } from '../../registration/places/allocation.ts'
import type { Queue } from '../../registration/places/pools.service.ts'
import { queueName } from '../../registration/places/queue-name.ts'
import type { Waiting } from '../../registration/places/queues.service.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { queueWords, type Words } from './labels.ts'
import { waitingFor, waitingName } from './line-pages.tsx'
import { numberFrom, type LineQuery } from './places.forms.ts'

/** Places given out by a rule: the rule, what it would do, and (only then) the button that does it. */
export const RulePage = ({
  words,
  base,
  queue,
  query,
  preview,
  named,
  staying,
  errors,
}: {
  words: Words
  base: string
  queue: Queue
  query: LineQuery
  preview: Preview | undefined
  /** The first of those who get a place, with their names, and of those who do not. */
  named: readonly (Waiting & Pick<Given, 'by'>)[]
  staying: readonly (Waiting & Pick<Preview['staying'][number], 'because'>)[]
  errors: readonly FieldProblem[]
}) => {
  const { t } = words
  const done = numberFrom(query.done)
  const number = (name: 'perDelegation' | 'holdBack') => (
    <TextInput
      t={t}
      name={name}
      inputmode="numeric"
      size={6}
      label={t(`places:rule.${name}`)}
      hint={t(`places:rule.${name}Hint`)}
      value={query[name] ?? (name === 'perDelegation' ? '1' : '0')}
      error={problemOf(errors, name)}
    />
  )
  return (
    <>
      <DeskHead t={t} title={t('places:rule.title')} under={queueWords(words, queue)} errors={errors}>
        <p>
          <a href={base}>{t('places:line.back')}</a>
        </p>
      </DeskHead>
      {done !== null && done >= 0 && (
        <Note>
          <p>{t('places:rule.done', { count: done })}</p>
        </Note>
      )}
      <Form action={`${base}/rule`} method="get" class="flow" aria-label={t('places:rule.title')}>
        <input type="hidden" name="of" value={queueName(queue)} />
        {number('perDelegation')}
        {number('holdBack')}
        <Actions>
          <Button second>{t('places:rule.show')}</Button>
        </Actions>
      </Form>
      {preview && (
        <Effect
          words={words}
          base={base}
          queue={queue}
          query={query}
          preview={preview}
          named={named}
          staying={staying}
        />
      )}
    </>
  )
}

const Effect = ({
  words,
  base,
  queue,
  query,
  preview,
  named,
  staying,
}: {
  words: Words
  base: string
  queue: Queue
  query: LineQuery
  preview: Preview
  named: readonly (Waiting & Pick<Given, 'by'>)[]
  staying: readonly (Waiting & Pick<Preview['staying'][number], 'because'>)[]
}) => {
  const { t } = words
  const { plan, total, taken, waiting, how, fingerprint } = preview
  const count = plan.given.length
  if (total === null)
    return (
      <Empty>
        <p>{t('places:rule.noLimit')}</p>
      </Empty>
    )
  if (how === 'keep')
    return (
      <Empty>
        <p>{t('places:rule.over')}</p>
      </Empty>
    )
  const afterwards = taken + count
  return (
    <section class="flow" aria-labelledby="fingerprint">
      <h2 id="fingerprint">{t('places:rule.effect')}</h2>
      <p class="lead">
        {count === 0
          ? t('places:rule.none')
          : t(how === 'offer' ? 'places:rule.summaryOffer' : 'places:rule.summary', { count })}
      </p>
      <p>
        {t('places:rule.then', {
          total,
          taken: afterwards,
          heldBack: Math.min(numberFrom(query.holdBack) ?? 0, Math.max(0, total - afterwards)),
          waiting: waiting - count,
        })}{' '}
        {plan.blocked.length > 0 && t('places:rule.blocked', { count: plan.blocked.length })}
      </p>
      {named.length > 0 && (
        <DataTable
          t={t}
          labelledBy="fingerprint"
          columns={[
            { name: t('places:columns.name') },
            { name: t('places:columns.for') },
            { name: t('places:columns.position') },
            { name: t('places:columns.why') },
          ]}
          rows={named.map((row) => ({
            header: waitingName(row),
            cells: [waitingFor(words, row), String(row.position), t(`places:rule.by.${row.by}`)],
          }))}
        />
      )}
      {count > named.length && <p class="quiet">{t('places:rule.more', { count: count - named.length })}</p>}
      {staying.length > 0 && (
        <>
          <h3 id="staying">{t('places:rule.staying')}</h3>
          <DataTable
            t={t}
            labelledBy="staying"
            columns={[
              { name: t('places:columns.name') },
              { name: t('places:columns.for') },
              { name: t('places:columns.position') },
              { name: t('places:columns.why') },
            ]}
            rows={staying.map((row) => ({
              header: waitingName(row),
              cells: [waitingFor(words, row), String(row.position), t(`places:rule.because.${row.because}`)],
            }))}
          />
          {preview.staying.length > staying.length && (
            <p class="quiet">{t('places:rule.more', { count: preview.staying.length - staying.length })}</p>
          )}
        </>
      )}
      {count > 0 && (
        <Form action={`${base}/rule?of=${queueName(queue)}`} aria-label={t('places:rule.title')}>
          <input type="hidden" name="perDelegation" value={query.perDelegation ?? ''} />
          <input type="hidden" name="holdBack" value={query.holdBack ?? ''} />
          <input type="hidden" name="fingerprint" value={fingerprint} />
          <p>{t('places:rule.doLead', { count })}</p>
          <Actions>
            <Button>{t(how === 'offer' ? 'places:rule.doOffer' : 'places:rule.do', { count })}</Button>
          </Actions>
        </Form>
      )}
    </section>
  )
}
