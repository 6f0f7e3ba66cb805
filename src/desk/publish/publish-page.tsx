import { Axis } from '../../ui/axis.tsx'
import { restrictedIn } from '../../agenda/release-note.ts'
import { stageOf, type ReleaseLabel } from '../../agenda/release.ts'
import type { Review } from '../../agenda/publishing.service.ts'
import type { Warning } from '../../agenda/warnings.ts'
import { LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import { missingIn } from '../../kernel/localized-text.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { ofCity } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { countsOf } from '../../reading/marks.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Change } from '../../ui/change.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { changeCounts, labelWords } from '../../ui/release-banner.tsx'
import { State } from '../../ui/state.tsx'
import { Terms, type Term } from '../../ui/terms.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import { changeName } from '../agenda/day-page.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { CheckList } from './check-list.tsx'
import { MessagePreviewList } from './message-preview-list.tsx'
import type { MessagePreview } from './message-previews.ts'
import { NoteFields } from './note-fields.tsx'
import type { PublishCheck } from './publish-check.service.ts'
import { seenOf } from './publish-form.ts'
import { whomWords, WhatChanges } from './publish-words.tsx'

/** What the page of publishing shows: what was reviewed, what it means, and what was chosen so far. */
export interface Shown {
  review: Review
  warnings: readonly Warning[]
  check: PublishCheck
  label: ReleaseLabel
  note: LocalizedText
  ticked: ReadonlySet<string>
  tell: boolean
  when: 'now' | 'at'
  on: string
  at: string
}

interface PartProps {
  t: TFunction
  locale: Locale
  room: DeskRoom
  shown: Shown
  errors: readonly FieldProblem[]
}

const Picks = ({ t, locale, room, shown, errors }: PartProps) => (
  <ul class="picks" id="sessions">
    {problemOf(errors, 'sessions') && (
      <li>
        <p class="error">{problemOf(errors, 'sessions')}</p>
      </li>
    )}
    {shown.review.changes.map((change) => {
      const { session } = change
      const code = session.code.toLowerCase()
      return (
        <li>
          <Tick
            t={t}
            name="sessions[]"
            id={`pick-${code}`}
            value={session.id}
            checked={shown.ticked.has(session.id)}
            describedBy={`change-${code}`}
            label={
              <>
                <strong>{session.code}</strong> {wordsOf(session.title, room.meeting, locale).text}
              </>
            }
          />
          <div id={`change-${code}`}>
            <p>
              <Change t={t} is={changeName(change)} as="span" />{' '}
              <WhatChanges t={t} locale={locale} meeting={room.meeting} change={change} />
            </p>
            {missingIn(session.title, room.meeting.workingLanguages).map((tongue) => (
              <p>
                <State t={t} is="warning">
                  {t('desk:publish.noTitle', { language: LOCALE_NAMES[tongue] })}
                </State>
              </p>
            ))}
          </div>
        </li>
      )
    })}
  </ul>
)

const ForWhom = ({ t, locale, shown }: PartProps) => (
  <Terms
    terms={shown.check.audiences.map(({ whom, changes }) => ({
      term: whomWords(whom, shown.check.audiences.length === 1, locale, t),
      detail: changes.length ? changeCounts(t, countsOf(changes)) : t('publishing:whom.nothing'),
    }))}
  />
)

const told = ({ t, shown }: PartProps): Term[] => {
  const { people, byLocale } = shown.check.reach
  const tongues = Object.entries(byLocale).flatMap(([locale, count]) =>
    count ? [`${LOCALE_NAMES[locale as Locale]} ${count}`] : [],
  )
  return [
    {
      term: t('publishing:told.byMail'),
      detail: (
        <>
          <strong>{t('publishing:told.people', { count: people })}</strong>
          {tongues.length > 0 && `: ${tongues.join(', ')}`}
        </>
      ),
    },
    { term: t('publishing:told.calendars'), detail: t('publishing:told.calendarsSay') },
  ]
}

/** The form of publishing, from top to bottom: what, warnings, for whom, label, note, who is told, when. */
export const PublishFormPage = (props: PartProps & { quiet: number; previews: readonly MessagePreview[] }) => {
  const { t, locale, room, shown, errors, quiet, previews } = props
  const { review, label, note, check, ticked } = shown
  const { meeting } = room
  const { people } = check.reach
  const count = review.changes.length
  // Where nothing else changes, the label is what is published.
  const labels = [...new Set([review.proposed, ...review.labels])].filter(
    (one) => count > 0 || one !== review.current?.label,
  )
  return (
    <Form action={`${room.path}/publish`}>
      <input type="hidden" name="workingVersion" value={review.workingVersion} />
      <input type="hidden" name="picked" value="1" />
      <input type="hidden" name="seen" value={seenOf(ticked)} />
      {count > 0 && (
        <Axis title={t('desk:publish.what')} under={t('publishing:ticked', { ticked: ticked.size, count })}>
          <div class="flow">
            <Picks {...props} />
            <Actions>
              <Button second name="do" value="look">
                {t('publishing:look')}
              </Button>
            </Actions>
          </div>
        </Axis>
      )}
      <Axis title={t('desk:publish.before')}>
        <CheckList t={t} locale={locale} room={room} warnings={shown.warnings} check={check} />
      </Axis>
      {check.audiences.length > 0 && (
        <Axis title={t('publishing:whom.title')}>
          <ForWhom {...props} />
        </Axis>
      )}
      <Axis title={t('desk:publish.label')}>
        <RadioChoices
          t={t}
          name="label"
          label={t('desk:publish.label')}
          hideLabel
          choices={labels.map((one) => ({
            value: one,
            label: labelWords(t, one),
            note: one === review.current?.label ? t('desk:publish.sameLabel') : t(`desk:publish.stage.${stageOf(one)}`),
          }))}
          value={label}
          error={problemOf(errors, 'label')}
        />
      </Axis>
      <Axis title={t('desk:publish.note')}>
        <NoteFields
          t={t}
          locale={locale}
          note={note}
          proposal={check.proposal}
          listedIn={restrictedIn(note, review.nameable).filter(({ show }) => show === 'listed')}
          errors={errors}
        />
      </Axis>
      <Axis title={t('publishing:told.title')}>
        <div class="flow">
          <Terms terms={told(props)} />
          <RadioChoices
            t={t}
            name="tell"
            label={t('publishing:told.question')}
            choices={[
              {
                value: 'yes',
                label: t('publishing:told.yes', { count: people }),
                note: t('publishing:told.yesNote', { count: quiet }),
              },
              { value: 'no', label: t('publishing:told.no'), note: t('publishing:told.noNote') },
            ]}
            value={shown.tell ? 'yes' : 'no'}
            error={problemOf(errors, 'tell')}
          />
        </div>
      </Axis>
      {count > 0 && (
        <Axis title={t('publishing:message.title')} under={t('publishing:message.under')}>
          <MessagePreviewList t={t} locale={locale} previews={previews} />
        </Axis>
      )}
      <Axis title={t('publishing:when.title')}>
        <div class="form">
          <RadioChoices
            t={t}
            name="when"
            label={t('publishing:when.title')}
            hideLabel
            choices={[
              { value: 'now', label: t('publishing:when.now') },
              { value: 'at', label: t('publishing:when.at'), note: t('publishing:when.atNote'), then: true },
            ]}
            value={shown.when}
            error={problemOf(errors, 'when')}
          >
            <div class="pair">
              <TextInput
                t={t}
                name="on"
                type="date"
                label={t('publishing:when.day')}
                value={shown.on}
                error={problemOf(errors, 'on')}
              />
              <TextInput
                t={t}
                name="at"
                type="time"
                label={t('publishing:when.time', {
                  ofCity: ofCity(wordsOf(meeting.city, meeting, locale).text, locale),
                })}
                value={shown.at}
                error={problemOf(errors, 'at')}
              />
            </div>
          </RadioChoices>
          <Actions>
            <Button name="do" value="publish">
              {t('publishing:button')}
            </Button>{' '}
            <a href={`${room.path}/agenda`}>{t('desk:publish.notYet')}</a>
          </Actions>
        </div>
      </Axis>
    </Form>
  )
}
