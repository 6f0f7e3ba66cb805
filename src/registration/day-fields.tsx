import { toConstituencies } from '../delegations/constituencies-in-sentence.ts'
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
import { dayHeading } from './words.ts'

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
      headline={t('registration:attendance.shut', { constituency: toConstituencies([claimed], locale) })}
    >
      <p>{t('registration:attendance.shutFor', { list: toConstituencies(openTo, locale) })}</p>
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
