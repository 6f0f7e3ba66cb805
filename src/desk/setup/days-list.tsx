import { toConstituencies } from '../../delegations/constituencies-in-sentence.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { capitalized, formatDay, formatDayRange } from '../../platform/i18n/formats.ts'
import { ActionLink, Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Terms } from '../../ui/terms.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { setupPath } from './setup-nav.tsx'

/** A day as its page and its links call it. */
export const dayName = (date: Temporal.PlainDate, { locale }: RequestContext): string =>
  capitalized(formatDay(date, locale, { weekday: true }), locale)

interface Props {
  ctx: RequestContext
  room: DeskRoom
  errors: readonly FieldProblem[]
}

/** All days with what is said of each, and the form of another. */
export const DaysList = ({ ctx, room, errors, date }: Props & { date: string | undefined }) => {
  const { t, locale } = ctx
  const { meeting, path } = room
  const base = setupPath(path, 'days')
  const [first, last] = [meeting.days[0], meeting.days.at(-1)]
  return (
    <>
      <Axis title={t('setup:days.all')} under={first && last && formatDayRange(first.date, last.date, locale)}>
        <Terms
          terms={meeting.days.map((day) => ({
            // The year is in the range beside it: with it, a French date takes two lines.
            term: capitalized(formatDay(day.date, locale, { weekday: true, year: false }), locale),
            detail: (
              <>
                {day.title && (
                  <>
                    <LocalizedWords of={wordsOf(day.title, meeting, locale)} locale={locale} />
                    {'. '}
                  </>
                )}
                {day.openTo.length
                  ? t('setup:days.for', { whom: toConstituencies(day.openTo, locale) })
                  : t('setup:days.forAll')}
              </>
            ),
            action: (
              <span class="presses">
                <ActionLink href={`${base}/${day.date.toString()}`} about={dayName(day.date, ctx)}>
                  {t('setup:edit')}
                </ActionLink>{' '}
                <ActionLink href={`${base}/${day.date.toString()}/remove`} about={dayName(day.date, ctx)}>
                  {t('setup:remove')}
                </ActionLink>
              </span>
            ),
          }))}
        />
      </Axis>
      <Axis title={t('setup:days.add')}>
        <Form action={base} class="form">
          <TextInput
            t={t}
            type="date"
            name="date"
            label={t('setup:days.date')}
            hint={t('setup:days.addHint')}
            value={date}
            error={problemOf(errors, 'date')}
          />
          <Actions>
            <Button second>{t('setup:days.addButton')}</Button>
          </Actions>
        </Form>
      </Axis>
    </>
  )
}

/** Moves the whole meeting, or says why it cannot. */
export const ShiftForm = ({ ctx: { t }, room, errors, typed }: Props & { typed: string | undefined }) => (
  <Axis title={t('setup:days.shift')}>
    {room.meeting.releaseVersion > 0 ? (
      <p class="quiet">{t('setup:days.shiftReleased')}</p>
    ) : (
      <Form action={`${setupPath(room.path, 'days')}/shift`} class="form">
        <TextInput
          t={t}
          type="date"
          name="firstDay"
          label={t('setup:days.shiftTo')}
          hint={t('setup:days.shiftHint')}
          value={typed ?? room.meeting.days[0]!.date.toString()}
          error={problemOf(errors, 'firstDay')}
        />
        <Actions>
          <Button second>{t('setup:days.shiftButton')}</Button>
        </Actions>
      </Form>
    )}
  </Axis>
)
