import { constituency } from '../delegations/constituency.ts'
import type { Locale } from '../kernel/locale.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import { formatInstant } from '../platform/i18n/formats.ts'
import { Door } from '../ui/door.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { problemOf } from '../ui/problems.ts'
import { RadioChoices, type Choice } from '../ui/radio-choices.tsx'
import { Tick } from '../ui/tick.tsx'
import type { DayAvailability } from './availability.service.ts'
import type { StepFrame } from './form-steps.tsx'
import type { PlaceMode, Wish } from './registration.ts'
import { constituencyName, dayHeading } from './words.ts'

const listOf = (ids: readonly string[], locale: Locale): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(
    ids.filter((id) => constituency(id)).map((id) => constituencyName(id, locale, 'plural')),
  )

/** What a day says to whom it is not open: the words first, then whom it is for. */
export const ShutDay = ({
  t,
  locale,
  offer,
  openTo,
  claimed,
}: Pick<StepFrame, 't' | 'locale'> & { offer: DayAvailability; openTo: readonly string[]; claimed: string }) =>
  offer.door === 'past' ? (
    <Door open={false} headline={t('registration:attendance.past')} />
  ) : (
    <Door
      open={false}
      headline={t('registration:attendance.shut', { constituency: constituencyName(claimed, locale, 'plural') })}
    >
      <p>{t('registration:attendance.shutFor', { list: listOf(openTo, locale) })}</p>
    </Door>
  )

/** One day of step 3. */
export const DayFields = ({
  t,
  locale,
  meeting,
  problems,
  offer,
  wish,
  held,
  late,
}: StepFrame & {
  offer: DayAvailability
  wish: Wish | undefined
  /** The place they hold already: it is not full for them. */
  held: PlaceMode | null
  /** Whether asking to come in person is late. */
  late: boolean
}) => {
  const index = offer.number - 1
  const name = `days[${index}][mode]`
  const day = meeting.days[index]!
  const date = dayHeading(day.date, locale)
  const noteOf = (mode: PlaceMode, room: NonNullable<DayAvailability['room'][PlaceMode]>): string =>
    mode === 'in-person' && late && held !== mode
      ? t('registration:attendance.late')
      : t(`registration:attendance.room.${held === mode && room === 'full' ? 'left' : room}`)
  const choices = (['in-person', 'online'] as const).flatMap((mode): Choice[] => {
    const room = offer.room[mode]
    if (!room) return []
    const then = mode === 'in-person' && held !== mode && (late || room === 'full') && offer.room.online !== undefined
    return [{ value: mode, label: t(`registration:attendance.${mode}`), note: noteOf(mode, room), then }]
  })
  const { closesInPerson, closes } = meeting.registration
  const follows = choices.some((choice) => choice.then)
  return (
    <>
      <input type="hidden" name={`days[${index}][day]`} value={offer.day} />
      <RadioChoices
        t={t}
        name={name}
        label={
          <>
            <span class="hidden">{t('registration:attendance.day', { day: date })} </span>
            {day.title ? (
              <LocalizedWords of={wordsOf(day.title, meeting, locale)} locale={locale} />
            ) : (
              t('registration:attendance.legend')
            )}
          </>
        }
        error={problemOf(problems, name)}
        value={wish?.mode}
        choices={[
          ...choices,
          { value: 'none', label: t('registration:attendance.none'), note: t('registration:attendance.nothingKept') },
        ]}
      >
        {follows && (
          <>
            <p>
              {late ? (
                t('registration:attendance.lateThen', {
                  moment: formatInstant(Temporal.Instant.from(closesInPerson ?? closes), meeting.timeZone, locale, {
                    year: false,
                    sentence: true,
                  }),
                })
              ) : (
                <>
                  <strong>{t('registration:attendance.full')}</strong> {t('registration:attendance.fullThen')}
                </>
              )}
            </p>
            <Tick
              t={t}
              name={`days[${index}][meanwhile]`}
              value="yes"
              label={t('registration:attendance.meanwhile')}
              checked={wish?.mode === 'in-person' ? wish.meanwhile : true}
            />
          </>
        )}
      </RadioChoices>
      {!follows && <input type="hidden" name={`days[${index}][meanwhile]`} value="yes" />}
    </>
  )
}
