import type { WaitingListSettings } from '../../meetings/registration-settings.ts'
import { modesOf } from '../../registration/places/days-open.ts'
import type { Queue } from '../../registration/places/pools.service.ts'
import { queueName } from '../../registration/places/queue-name.ts'
import { POOL_MODES } from '../../registration/registration.ts'
import { constituencyName } from '../../registration/words.ts'
import { ActionLink, Actions, Button, Form } from '../../ui/actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/note.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { queueWords, type Words } from './labels.ts'
import type { LimitForm, WaitingListForm } from './places.forms.ts'

/** The queues in which somebody waits. */
export const WaitingLists = ({
  words,
  base,
  counts,
}: {
  words: Words
  base: string
  counts: readonly (Queue & { waiting: number })[]
}) => {
  const { t } = words
  return (
    <>
      <h2 id="waiting-lists">{t('places:lines.title')}</h2>
      {counts.length === 0 ? (
        <Empty>
          <p>{t('places:lines.none')}</p>
        </Empty>
      ) : (
        <DataTable
          t={t}
          labelledBy="waiting-lists"
          columns={[
            { name: t('places:columns.what') },
            { name: t('places:columns.waiting') },
            { name: t('places:columns.change'), hideName: true },
          ]}
          rows={counts.map(({ waiting, ...queue }) => {
            const of = `of=${queueName(queue)}`
            const name = queueWords(words, queue)
            return {
              header: <a href={`${base}/line?${of}`}>{name}</a>,
              cells: [
                String(waiting),
                <ActionLink href={`${base}/rule?${of}`} about={name}>
                  {t('places:lines.rule')}
                </ActionLink>,
              ],
            }
          })}
        />
      )}
    </>
  )
}

/** A limit that is not there yet: for a kind of participant, or for a session. */
export const LimitFields = ({
  words,
  base,
  typed,
  errors,
}: {
  words: Words
  base: string
  typed?: LimitForm | undefined
  errors: readonly FieldProblem[]
}) => {
  const { t, locale, meeting, sessions } = words
  const modes = modesOf(meeting.format)
  const queues: Queue[] = [
    ...meeting.days.flatMap(({ date }) =>
      POOL_MODES.filter((mode) => (mode === 'floor' ? meeting.registration.floor : modes.includes(mode))).map(
        (mode): Queue => ({ day: date.toString(), mode, session: null }),
      ),
    ),
    ...sessions
      .filter((session) => session.status === 'confirmed')
      .flatMap((session) =>
        modesOf(session.format).map((mode): Queue => ({ day: session.day.toString(), mode, session: session.id })),
      ),
  ]
  return (
    <Form action={`${base}/limits`} class="flow" aria-labelledby="add-limit">
      <h2 id="add-limit">{t('places:limit.title')}</h2>
      <p class="hint">{t('places:limit.lead')}</p>
      <Select
        t={t}
        name="of"
        label={t('places:limit.of')}
        find
        options={queues.map((queue) => ({ value: queueName(queue), label: queueWords(words, queue) }))}
        value={typed?.of}
        error={problemOf(errors, 'of')}
      />
      <Select
        t={t}
        name="constituency"
        label={t('places:limit.for')}
        options={[
          { value: '', label: t('places:everybody') },
          ...meeting.registration.constituencies.map((id) => ({ value: id, label: constituencyName(id, locale) })),
        ]}
        value={typed?.constituency}
        error={problemOf(errors, 'constituency')}
      />
      <TextInput
        t={t}
        name="places"
        inputmode="numeric"
        size={6}
        label={t('places:columns.places')}
        value={typed?.places}
        error={problemOf(errors, 'places')}
      />
      <TextInput
        t={t}
        name="perDelegation"
        inputmode="numeric"
        size={6}
        optional
        label={t('places:columns.perDelegation')}
        hint={t('places:limit.perDelegationHint')}
        value={typed?.perDelegation}
        error={problemOf(errors, 'perDelegation')}
      />
      <Actions>
        <Button second>{t('places:limit.add')}</Button>
      </Actions>
    </Form>
  )
}

/** What becomes of a place that somebody gives back. */
export const FreedForm = ({
  words: { t },
  base,
  now,
  typed,
  errors,
}: {
  words: Words
  base: string
  now: WaitingListSettings
  typed?: WaitingListForm | undefined
  errors: readonly FieldProblem[]
}) => (
  <Form action={`${base}/waiting-list`} class="flow" aria-labelledby="freed-places">
    <h2 id="freed-places">{t('places:settings.title')}</h2>
    <RadioChoices
      t={t}
      name="freed"
      label={t('places:settings.legend')}
      choices={[
        { value: 'give', label: t('places:settings.give'), note: t('places:settings.giveNote') },
        { value: 'offer', label: t('places:settings.offer'), note: t('places:settings.offerNote') },
      ]}
      value={typed?.freed ?? now.freed}
      error={problemOf(errors, 'freed')}
    />
    <TextInput
      t={t}
      name="hours"
      inputmode="numeric"
      size={6}
      label={t('places:settings.hours')}
      hint={t('places:settings.soon')}
      value={typed ? typed.hours : now.offerHours}
      error={problemOf(errors, 'hours')}
    />
    <Actions>
      <Button second>{t('places:settings.save')}</Button>
    </Actions>
  </Form>
)
