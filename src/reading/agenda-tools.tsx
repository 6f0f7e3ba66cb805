import { capitalized, formatShortWeekday } from '../platform/i18n/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { addressWith, ARRANGEMENTS, type AgendaWish } from './agenda-wish.ts'
import { labelInPath, meetingPath, type Frame } from './frame.ts'

interface Choice {
  readonly href: string
  readonly words: string
  readonly current: boolean
}

const shortDay = (date: Temporal.PlainDate, frame: Frame): string =>
  `${capitalized(formatShortWeekday(date, frame.locale), frame.locale)} ${date.day}`

const dayChoices = (frame: Frame, wish: AgendaWish): Choice[] => {
  const { t } = frame
  const { days } = frame.view
  const chosen = wish.filter?.day
  return [
    {
      href: addressWith(wish, { day: undefined }),
      words: days.length === 2 ? t('reading:agenda.bothDays') : t('reading:agenda.allDays'),
      current: chosen === undefined,
    },
    ...days.map(({ date }) => ({
      href: addressWith(wish, { day: date.toString() }),
      words: shortDay(date, frame),
      current: chosen !== undefined && date.equals(chosen),
    })),
  ]
}

const layoutChoices = ({ t }: Frame, wish: AgendaWish): Choice[] =>
  ARRANGEMENTS.map((one) => ({
    href: addressWith(wish, { view: one === 'list' ? undefined : one }),
    words: t(`reading:agenda.view.${one}`),
    current: one === wish.arrangement,
  }))

const Choices = ({ label, choices, as }: { label: string; choices: readonly Choice[]; as: string }) => (
  <nav aria-label={label}>
    <ul class={as}>
      {choices.map(({ href, words, current }) => (
        <li>
          <a href={safeHref(href)} aria-current={current ? 'page' : undefined}>
            {words}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** The choice of days and of layouts, and other forms of the same agenda. */
export const AgendaTools = ({ frame, wish, inForce }: { frame: Frame; wish: AgendaWish; inForce: boolean }) => {
  const { t, locale, view } = frame
  const root = `${meetingPath(locale, view.meeting)}/agenda`
  const { day, kind, format, room, lang, q } = wish.asked
  return (
    <div class="tools">
      {view.days.length > 1 && <Choices label={t('reading:agenda.days')} choices={dayChoices(frame, wish)} as="days" />}
      <Choices label={t('reading:agenda.layout')} choices={layoutChoices(frame, wish)} as="links layouts" />
      <ul class="links">
        {inForce && (
          <>
            <li>
              <a href={`${meetingPath(locale, view.meeting)}/my-agenda`}>{t('calendar:mine.title')}</a>
            </li>
            <li>
              <a href={safeHref(addressWith({ path: `${root}.ics`, asked: { day, kind, format, room, lang, q } }))}>
                <Icon name="calendar" />
                {t('reading:agenda.calendar')}
              </a>
            </li>
          </>
        )}
        {/* It is made for whoever asks for it: not what somebody else would get. */}
        {!frame.elsewhere && (
          <li>
            <a
              href={safeHref(`${root}.pdf${inForce ? '' : `?label=${labelInPath(view.release.label)}`}`)}
              type="application/pdf"
            >
              {t('reading:pdf.link')}
            </a>
          </li>
        )}
      </ul>
    </div>
  )
}
