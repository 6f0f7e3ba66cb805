import { toConstituencies } from '../../delegations/constituencies-in-sentence.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { formatInstant, named } from '../../platform/i18n/formats.ts'
import { Optional } from '../../ui/field.tsx'
import { Door } from '../../ui/door.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { problemOf } from '../../ui/problems.ts'
import { RadioChoices, type Choice } from '../../ui/radio-choices.tsx'
import { Tick } from '../../ui/tick.tsx'
import type { DayAvailability } from '../places/availability.service.ts'
import type { StepFrame } from './step-frame.ts'
import { withPurpose } from './purpose.tsx'
import type { Room } from '../places/outcome.ts'
import { PLACE_MODES, type PlaceMode, type Wish } from '../registration.ts'
import type { SessionOffer } from './session-offers.service.ts'
import { dayHeading } from '../words.ts'

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
  sessions,
  first,
}: StepFrame & {
  offer: DayAvailability
  /** The first day that can be chosen says why we ask; the others need not. */
  first: boolean
  /** The sessions of the day that ask people to sign up. */
  sessions: readonly SessionOffer[]
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
        {...(first && { hint: withPurpose(t, undefined, t('registration:purpose.attendance')) })}
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
      {offer.floor && <FloorField t={t} index={index} room={offer.floor} wish={wish} />}
      {sessions.length > 0 && <SessionFields t={t} locale={locale} index={index} sessions={sessions} wish={wish} />}
    </>
  )
}

/** Who may take the floor online is counted; who follows is not. */
const FloorField = ({ t, index, room, wish }: Pick<StepFrame, 't'> & Beside & { room: Room }) => (
  <div class="field">
    <input type="hidden" name={`days[${index}][asked][]`} value="floor" />
    <Tick
      t={t}
      name={`days[${index}][floor]`}
      value="yes"
      label={t('registration:attendance.floor')}
      hint={`${t('registration:attendance.floorHint')} ${t(`registration:attendance.room.${room}`)}.`}
      checked={wish?.floor ?? false}
      framed
    />
  </div>
)

interface Beside {
  index: number
  wish: Wish | undefined
}

const SessionFields = ({
  t,
  locale,
  index,
  sessions,
  wish,
}: Pick<StepFrame, 't' | 'locale'> & Beside & { sessions: readonly SessionOffer[] }) => {
  const id = `days-${index}-sessions`
  const roomOf = ({ room }: SessionOffer): string[] => {
    const said = PLACE_MODES.flatMap((mode) => (room[mode] ? [[mode, room[mode]] as const] : []))
    const words = (left: Room) => t(`registration:attendance.room.${left}`)
    const [first] = said
    // Limited in one way only, or the same in both: the way need not be said.
    return first && said.every(([, left]) => left === first[1])
      ? [words(first[1])]
      : said.map(([mode, left]) => named(t(`registration:attendance.${mode}`), words(left), locale))
  }
  return (
    <fieldset class="field" aria-describedby={`${id}-hint`}>
      <legend>
        {t('registration:attendance.sessions')}
        <Optional t={t} optional />
      </legend>
      <p class="hint" id={`${id}-hint`}>
        {t('registration:attendance.sessionsHint')}
      </p>
      <input type="hidden" name={`days[${index}][asked][]`} value="sessions" />
      {sessions.map((offer) => (
        <Tick
          t={t}
          name={`days[${index}][sessions][]`}
          id={`${id}-${offer.session}`}
          value={offer.session}
          label={<LocalizedWords of={offer.title} locale={locale} />}
          hint={[offer.about, ...roomOf(offer)].filter(Boolean).join(' · ')}
          checked={wish?.sessions?.includes(offer.session) ?? false}
          framed
        />
      ))}
    </fieldset>
  )
}
