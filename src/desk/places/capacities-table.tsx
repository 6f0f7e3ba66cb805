import type { CapacityNow } from '../../registration/places/capacities.service.ts'
import { queueName } from '../../registration/places/queue-name.ts'
import { POOL_MODES } from '../../registration/registration.ts'
import { constituencyName } from '../../registration/words.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { modesOf } from '../../registration/places/days-open.ts'
import { dayName, sessionName, type Words } from './labels.ts'
import type { CapacityLine } from './places.forms.ts'

/** A line of the table: what there is, or (no pool) that there is no limit. */
export interface Line extends Pick<CapacityNow, 'day' | 'mode' | 'session' | 'constituency'> {
  now: CapacityNow | undefined
  /** Places of its own that the session has in the agenda, and that nobody signs up for yet. */
  proposed?: number
}

/** The lines of a day: the day itself in each mode, its quotas, and its sessions. */
export const linesOf = ({ meeting, sessions }: Words, day: string, capacities: readonly CapacityNow[]): Line[] => {
  const ofDay = capacities.filter((each) => each.day === day)
  const modes = POOL_MODES.filter((mode) =>
    mode === 'floor' ? meeting.registration.floor : modesOf(meeting.format).includes(mode),
  )
  const days = modes.flatMap((mode): Line[] => {
    const own = ofDay.filter((each) => each.mode === mode && each.session === null)
    const whole = own.find((each) => each.constituency === null)
    const quotas = own.filter((each) => each.constituency !== null)
    return [
      { day, mode, session: null, constituency: null, now: whole },
      ...quotas.map((now) => ({ day, mode, session: null, constituency: now.constituency, now })),
    ]
  })
  const signedUp = ofDay.filter((each) => each.session !== null)
  const proposed = sessions.flatMap((session): Line[] =>
    session.capacity !== null &&
    session.day.toString() === day &&
    session.status === 'confirmed' &&
    session.format !== 'online' &&
    !signedUp.some((each) => each.session === session.id)
      ? [
          {
            day,
            mode: 'in-person',
            session: session.id,
            constituency: null,
            now: undefined,
            proposed: session.capacity,
          },
        ]
      : [],
  )
  return [...days, ...signedUp.map((now): Line => ({ ...now, now })), ...proposed]
}

const wasOf = ({ now }: Line): string => [now?.places ?? '', now?.heldBack ?? '', now?.perDelegation ?? ''].join('/')

const lineName = (words: Words, { mode, session, constituency }: Line): string => {
  const of = session
    ? words.t('places:queue', { what: sessionName(words, session), mode: words.t(`places:inMode.${mode}`) })
    : words.t(`places:mode.${mode}`)
  return constituency
    ? words.t('places:quota', { mode: of, constituency: constituencyName(constituency, words.locale) })
    : of
}

const takenWords = ({ t }: Words, { now, proposed }: Line): string => {
  if (!now) return proposed ? t('places:proposed', { count: proposed }) : ''
  const { taken, places, offered } = now
  return offered > 0
    ? t('places:takenOffered', { taken, places, count: offered })
    : t('places:takenOf', { taken, places })
}

/** How many places a day has, how far they are taken, and boxes to change it. */
export const DayCapacities = ({
  words,
  day,
  capacities,
  action,
  typed,
  errors,
}: {
  words: Words
  day: string
  capacities: readonly CapacityNow[]
  action: string
  /** What was typed and not taken. */
  typed?: readonly CapacityLine[] | undefined
  errors: readonly FieldProblem[]
}) => {
  const { t, locale } = words
  const lines = linesOf(words, day, capacities)
  const columns = ['what', 'taken', 'places', 'heldBack', 'perDelegation', 'waiting'] as const
  const heading = dayName(day, locale)
  return (
    <Form action={action} class="flow" aria-label={heading}>
      <input type="hidden" name="day" value={day} />
      <DataTable
        t={t}
        caption={<b>{heading}</b>}
        columns={columns.map((column) => ({ name: t(`places:columns.${column}`) }))}
        rows={lines.map((line, index) => {
          const name = `capacities[${index}]`
          const before = typed?.[index]
          const box = (field: 'places' | 'heldBack' | 'perDelegation', value: number | null | undefined) => (
            <TextInput
              t={t}
              type="text"
              inputmode="numeric"
              size={6}
              name={`${name}[${field}]`}
              id={`capacities-${index}-${field}-${day}`}
              label={`${lineName(words, line)}, ${heading}: ${t(`places:columns.${field}`)}`}
              hideLabel
              value={before ? before[field] : (value ?? '')}
              error={typed ? problemOf(errors, `${name}[${field}]`) : undefined}
            />
          )
          return {
            header: (
              <>
                {lineName(words, line)}
                {line.now?.gives === 'on-approval' && (
                  <>
                    <br />
                    <span class="quiet">{t('places:onApproval')}</span>
                  </>
                )}
                <input type="hidden" name={`${name}[of]`} value={queueName(line)} />
                <input type="hidden" name={`${name}[constituency]`} value={line.constituency ?? ''} />
                <input type="hidden" name={`${name}[was]`} value={wasOf(line)} />
              </>
            ),
            cells: [
              takenWords(words, line),
              box('places', line.now?.places),
              box('heldBack', line.now?.heldBack || null),
              line.constituency ? box('perDelegation', line.now?.perDelegation) : '',
              line.now?.waiting ? String(line.now.waiting) : '',
            ],
          }
        })}
      />
      <Actions>
        <Button second>{t('places:save')}</Button>
      </Actions>
    </Form>
  )
}
