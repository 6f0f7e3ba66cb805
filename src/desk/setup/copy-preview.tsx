import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { capitalized, formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { State } from '../../ui/state.tsx'
import { Terms } from '../../ui/terms.tsx'
import { instantFrom } from '../meeting-file/relative-date.ts'
import type { MeetingFile } from '../meeting-file/meeting-file.ts'
import type { LostHour } from './copy.ts'

const day = (date: string, locale: Locale): string =>
  capitalized(formatDay(Temporal.PlainDate.from(date), locale, { weekday: true }), locale)

/** What the copy of a meeting would be, and the button that makes it. */
export const CopyPreview = ({
  t,
  locale,
  meeting,
  copy,
  lost,
  action,
  sent,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  copy: MeetingFile
  lost: readonly LostHour[]
  action: string
  sent: readonly [name: string, value: string][]
}) => {
  const { registration, days, timeZone } = copy.meeting
  const at = (written: string): string =>
    formatInstant(instantFrom(written, { day: Temporal.PlainDate.from(days[0]!), zone: timeZone }), timeZone, locale)
  return (
    <>
      <Axis title={t('setup:copy.would')}>
        <Terms
          terms={[
            ...days.map((date, index) => ({
              term: day(date, locale),
              detail: t('setup:copy.dayLike', {
                day: day(meeting.days[index]!.date.toString(), locale),
                count: copy.sessions.filter((session) => session.day === index + 1).length,
              }),
            })),
            { term: t('setup:nav.rooms'), detail: t('setup:copy.rooms', { count: copy.rooms.length }) },
            {
              term: t('setup:nav.registration'),
              detail: t('setup:copy.windows', { opens: at(registration.opens), closes: at(registration.closes) }),
            },
            {
              term: t('setup:copy.questions'),
              detail: t('setup:copy.questionCount', { count: registration.questions?.length ?? 0 }),
            },
            { term: t('setup:copy.without'), detail: t('setup:copy.withoutWhat') },
          ]}
        />
      </Axis>
      {lost.length > 0 && (
        <Axis title={t('setup:copy.before')}>
          <ul class="flow">
            {lost.map(({ session, day: date }) => (
              <li>
                <State t={t} is="warning">
                  {t('setup:copy.lostHour', { code: session.code, time: session.start, day: day(date, locale) })}
                </State>
              </li>
            ))}
          </ul>
        </Axis>
      )}
      <Form action={action}>
        {sent.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <div class="axis">
          <div class="flow">
            <p class="quiet">{t('setup:new.hidden')}</p>
            <Actions>
              {lost.length === 0 && (
                <Button name="do" value="create">
                  {t('setup:new.create')}
                </Button>
              )}
              <Button name="do" value="again" second>
                {t('setup:copy.again')}
              </Button>
            </Actions>
          </div>
        </div>
      </Form>
    </>
  )
}
