import type { NamedEntry, ProgrammeEntry, SessionView, DayView, OfficerView, AttendEntry } from '../access/view.ts'
import { FollowInAgenda, type Following } from '../calendar/agenda-follow.tsx'
import { Badge } from '../ui/badge.tsx'
import { Change } from '../ui/change.tsx'
import { Facts, type Fact } from '../ui/facts.tsx'
import { LanguageCodes } from '../ui/language-codes.tsx'
import { LocalizedWords, langOf } from '../ui/localized.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { exceptionsOf, type DayRule } from './day-rule.ts'
import { sessionIn, type Frame } from './frame.ts'
import { HeardClock, SlotClock } from './times.tsx'
import { forWhomWords, formatOnlyWords } from './words.ts'

const FORMAT_ICON = { 'in-person': 'in-person', online: 'online', hybrid: 'hybrid' } as const

/** The anchor of a session on the agenda. */
export const anchorOf = (entry: NamedEntry): string => entry.code.toLowerCase()

const isFull = (entry: SessionView): entry is ProgrammeEntry | AttendEntry =>
  entry.level === 'programme' || entry.level === 'attend'

const ROLES = ['chair', 'moderator'] as const

/** Who leads a session, a line a role. */
const Leads = ({ frame: { t, locale }, officers }: { frame: Frame; officers: readonly OfficerView[] }) => (
  <>
    {ROLES.map((role) => {
      const names = officers.filter((officer) => officer.role === role)
      return (
        names.length > 0 && (
          <p class="who">
            {t('reading:officer.line', { role: t(`reading:officer.${role}`), names: '' })}
            {names.map(({ name }, index) => (
              <>
                {index > 0 && ', '}
                <LocalizedWords of={name} locale={locale} />
              </>
            ))}
          </p>
        )
      )
    })}
  </>
)

/** What changed, beside the revision bar. */
export const Marks = ({ frame, entry }: { frame: Frame; entry: NamedEntry }) => {
  const marks = frame.marks.get(entry.id) ?? []
  const told = marks.some(({ is }) => is === 'cancelled')
  return (
    <>
      {marks.map(({ is, before }) => (
        <Change t={frame.t} is={is}>
          {before}
        </Change>
      ))}
      {entry.status === 'cancelled' && !told && <Change t={frame.t} is="cancelled" />}
    </>
  )
}

const roomFact = (frame: Frame, entry: SessionView): Fact[] =>
  entry.room?.onlineOnly
    ? []
    : [
        {
          as: 'room-name',
          children: entry.room ? (
            <LocalizedWords of={entry.room.name} locale={frame.locale} />
          ) : (
            frame.t('reading:agenda.roomToCome')
          ),
        },
      ]

const Name = ({ frame, entry }: { frame: Frame; entry: NamedEntry }) =>
  frame.linked.has(entry.code) ? (
    <a href={safeHref(sessionIn(frame, entry.code))} lang={langOf(entry.title, frame.locale)}>
      {entry.title.text}
    </a>
  ) : (
    <span lang={langOf(entry.title, frame.locale)}>{entry.title.text}</span>
  )

/** How deep a session's title stands in the page. */
export type Heading = 'h3' | 'h4'

/** One session of a slot: what it says beyond its day's rule. Alone in its slot it carries the visible clock. */
export const SessionEntry = ({
  frame,
  day,
  rule,
  entry,
  alone,
  heading: Title = 'h3',
  following,
}: {
  frame: Frame
  day: DayView
  rule: DayRule
  entry: SessionView
  alone: boolean
  heading?: Heading | undefined
  following?: Following | undefined
}) => {
  const { t, locale } = frame
  const clock = alone ? (
    <SlotClock t={t} locale={locale} when={entry} own={frame.own} as="span" />
  ) : (
    <HeardClock t={t} when={entry} />
  )
  const off = entry.status === 'cancelled' ? ' off' : ''
  if (entry.level === 'closed')
    return (
      <article class={`session shut${off}`}>
        <Title>
          {clock}
          <span>{t('reading:agenda.closed')}</span>
        </Title>
        {off && <Change t={t} is="cancelled" />}
        <Facts facts={closedFacts(frame, entry)} />
      </article>
    )
  const exceptions = exceptionsOf(entry, day, rule, frame.constituencies)
  const plate = exceptions.forWhom && exceptions.forWhom.is !== 'except' ? exceptions.forWhom : undefined
  return (
    <article class={`session${off}`} id={anchorOf(entry)}>
      <Title>
        {clock}
        <Name frame={frame} entry={entry} />
      </Title>
      <Marks frame={frame} entry={entry} />
      {plate && (
        <p>
          <Badge>{forWhomWords(plate, t, locale)}</Badge>
        </p>
      )}
      {!off && (
        <>
          {isFull(entry) && <Leads frame={frame} officers={entry.officers} />}
          <Facts
            facts={[
              ...roomFact(frame, entry),
              ...(exceptions.format
                ? [
                    {
                      icon: FORMAT_ICON[exceptions.format],
                      children: formatOnlyWords(exceptions.format, t),
                    },
                  ]
                : []),
              ...(exceptions.interpretation
                ? [
                    {
                      icon: 'interpretation' as const,
                      children: exceptions.interpretation.length ? (
                        <LanguageCodes
                          locale={locale}
                          languages={exceptions.interpretation}
                          label={t('reading:agenda.interpretation')}
                        />
                      ) : (
                        t('reading:agenda.noInterpretation')
                      ),
                    },
                  ]
                : []),
              ...(exceptions.forWhom?.is === 'except'
                ? [{ icon: 'none' as const, children: forWhomWords(exceptions.forWhom, t, locale) }]
                : []),
            ]}
          />
        </>
      )}
      {following && <FollowInAgenda view={frame.view} entry={entry} following={following} />}
    </article>
  )
}

/** A closed meeting says its room, or that it is online where there is no room, and nothing else. */
const closedFacts = (frame: Frame, { room }: SessionView): Fact[] => [
  {
    as: 'room-name',
    children: room ? <LocalizedWords of={room.name} locale={frame.locale} /> : frame.t('reading:agenda.roomToCome'),
  },
]
