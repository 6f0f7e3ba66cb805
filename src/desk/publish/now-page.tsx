import { restrictedIn } from '../../agenda/release-note.ts'
import { isPause, type ReleaseContent, type ReleasedSession } from '../../agenda/release.ts'
import { freeRooms } from '../../agenda/urgent-change.ts'
import type { UrgentReview } from '../../agenda/urgent-changes.service.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { capitalized, formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Change } from '../../ui/change.tsx'
import { Figures } from '../../ui/figures.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { changeName } from '../agenda/day-page.tsx'
import { MessagePreviewList } from './message-preview-list.tsx'
import type { MessagePreview } from './message-previews.ts'
import { NoteFields } from './note-fields.tsx'
import type { NowForm } from './now-form.ts'
import type { PublishCheck } from './publish-check.service.ts'
import { placeWords, WhatChanges } from './publish-words.tsx'

interface PartProps {
  t: TFunction
  locale: Locale
  meeting: Meeting
  action: string
  errors: readonly FieldProblem[]
}

/**
 * The sessions that can change now: what is on or still to come first, then what is over; pauses and what is cancelled
 * are left out.
 */
export const changeable = ({ sessions }: ReleaseContent, now: Temporal.Instant): ReleasedSession[] => {
  const isOver = ({ endsAt }: ReleasedSession): boolean =>
    endsAt !== null && Temporal.Instant.compare(Temporal.Instant.from(endsAt), now) <= 0
  const all = sessions.filter(({ kind, status }) => !isPause(kind) && status === 'confirmed')
  return [...all.filter((session) => !isOver(session)), ...all.filter(isOver)]
}

type FirstProps = PartProps & {
  content: ReleaseContent
  sessions: readonly ReleasedSession[]
  form: NowForm
}

const NewRoom = ({ t, locale, meeting, errors, content, sessions, form }: FirstProps) => {
  const chosen = sessions.find(({ code }) => code === form.session)
  const rooms = chosen ? freeRooms(content, meeting.rooms, chosen) : meeting.rooms
  const bySize = rooms.filter(({ id }) => id !== chosen?.room).toSorted((a, b) => (b.capacity ?? 0) - (a.capacity ?? 0))
  return (
    <Select
      t={t}
      name="room"
      label={t('publishing:now.newRoom')}
      hint={chosen ? t('publishing:now.freeRooms') : undefined}
      blank={t('publishing:now.choose')}
      value={form.room}
      options={bySize.map(({ id, name, capacity }) => ({
        value: id,
        label: [
          wordsOf(name, meeting, locale).text,
          ...(capacity ? [t('publishing:now.seats', { count: capacity })] : []),
        ].join(', '),
      }))}
      error={problemOf(errors, 'room')}
    />
  )
}

const NewTime = ({ t, locale, meeting, errors, form }: FirstProps) => (
  <>
    <Select
      t={t}
      name="day"
      label={t('publishing:now.newDay')}
      blank={t('publishing:now.choose')}
      value={form.day}
      options={meeting.days.map(({ date }) => ({
        value: date.toString(),
        label: capitalized(formatDay(date, locale, { weekday: true, year: false }), locale),
      }))}
      error={problemOf(errors, 'day')}
    />
    <div class="pair">
      <TextInput
        t={t}
        name="start"
        type="time"
        label={t('desk:session.start')}
        value={form.start ?? ''}
        error={problemOf(errors, 'start')}
      />
      <TextInput
        t={t}
        name="end"
        type="time"
        label={t('desk:session.end')}
        value={form.end ?? ''}
        error={problemOf(errors, 'end')}
      />
    </div>
  </>
)

/** First: which session, and what of it changes; then only what that change needs. */
export const NowFirst = (parts: FirstProps) => {
  const { t, locale, meeting, action, errors, sessions, form } = parts
  return (
    <Form action={action} class="form">
      <Select
        t={t}
        name="session"
        label={t('publishing:now.session')}
        blank={t('publishing:now.choose')}
        value={form.session}
        options={sessions.map((session) => ({
          value: session.code,
          label: `${placeWords(session, meeting, locale, t)}: ${session.code} ${wordsOf(session.title, meeting, locale).text}`,
        }))}
        error={problemOf(errors, 'session')}
      />
      <RadioChoices
        t={t}
        name="what"
        label={t('publishing:now.what')}
        choices={[
          {
            value: 'room',
            label: t('publishing:now.room'),
            asks: <NewRoom {...parts} />,
          },
          {
            value: 'time',
            label: t('publishing:now.time'),
            asks: <NewTime {...parts} />,
          },
          { value: 'cancel', label: t('publishing:now.cancel') },
        ]}
        value={form.what}
        error={problemOf(errors, 'what')}
      />
      <Actions>
        <Button name="do" value="look">
          {t('publishing:now.look')}
        </Button>
      </Actions>
    </Form>
  )
}

/** Then: who is affected, the note, and the button that publishes and tells. */
export const NowSecond = ({
  t,
  locale,
  meeting,
  action,
  errors,
  form,
  review,
  check,
  note,
  previews,
}: PartProps & {
  form: NowForm
  review: UrgentReview
  check: PublishCheck
  note: LocalizedText
  previews: readonly MessagePreview[]
}) => {
  const { people, inRoom, online } = check.reach
  const [change] = review.changes
  const carried = {
    session: form.session,
    what: form.what,
    room: form.room,
    day: form.day,
    start: form.start,
    end: form.end,
  }
  return (
    <Form action={action} class="form">
      {Object.entries({ ...carried, after: review.current.id, label: review.proposed }).map(([name, value]) => (
        <input type="hidden" name={name} value={value ?? ''} />
      ))}
      {change && (
        <div>
          <p>
            <strong>{wordsOf(change.session.title, meeting, locale).text}</strong>
          </p>
          <p>
            <Change t={t} is={changeName(change)} as="span" />{' '}
            <WhatChanges t={t} locale={locale} meeting={meeting} change={change} />
          </p>
          {change.session.access.show !== 'programme' && (
            <p>
              <State t={t} is="warning">
                {t('publishing:restricted.sees', {
                  title: wordsOf(change.session.title, meeting, locale).text,
                  level: t(`desk:level.${change.session.access.show}`),
                })}
              </State>
            </p>
          )}
        </div>
      )}
      <Figures
        figures={[
          { label: t('publishing:now.people'), figure: people },
          { label: t('publishing:now.inRoom'), figure: inRoom },
          { label: t('publishing:now.online'), figure: online },
        ]}
      />
      <NoteFields
        t={t}
        locale={locale}
        note={note}
        proposal={check.proposal}
        listedIn={restrictedIn(note, review.nameable).filter(({ show }) => show === 'listed')}
        errors={errors}
      />
      <section class="flow">
        <h2>{t('publishing:message.title')}</h2>
        <MessagePreviewList t={t} locale={locale} previews={previews} folded />
      </section>
      <RadioChoices
        t={t}
        name="tell"
        label={t('publishing:told.question')}
        choices={[
          { value: 'yes', label: t('publishing:told.yes', { count: people }) },
          { value: 'no', label: t('publishing:told.no') },
        ]}
        value={form.tell ?? 'yes'}
        error={problemOf(errors, 'tell')}
      />
      <Actions>
        <Button name="do" value="publish">
          {t('publishing:now.publish')}
        </Button>
        <Button second name="do" value="back">
          {t('publishing:now.back')}
        </Button>
      </Actions>
    </Form>
  )
}
