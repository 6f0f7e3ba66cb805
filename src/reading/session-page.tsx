import type { ComponentChildren } from 'preact'
import type { AttendEntry, DayView, NamedEntry, OfficerView, ProgrammeEntry } from '../access/view.ts'
import type { MaterialView } from '../materials/material.ts'
import { capitalized, formatDay, utcOffset, zoneCity } from '../platform/i18n/formats.ts'
import { Axis, PageHead } from '../ui/axis.tsx'
import { Badge, Says } from '../ui/badge.tsx'
import { TimeRange } from '../ui/clock.tsx'
import { languageName } from '../ui/language-codes.tsx'
import { LocalizedWords, langOf } from '../ui/localized.tsx'
import { Markdown } from '../ui/markdown.tsx'
import { Note } from '../ui/note.tsx'
import { Terms, type Term } from '../ui/terms.tsx'
import { isPause } from '../agenda/release.ts'
import { forWhom, sessionFor, type ForWhom } from './day-rule.ts'
import type { Frame } from './frame.ts'
import { Neighbours } from './neighbours.tsx'
import { Papers } from './papers.tsx'
import { Marks } from './session-entry.tsx'
import { forWhomWords, formatWords, mayAttendWords } from './words.ts'

/** What the page shows beside the agenda view, made by the folders that own it. */
export interface SessionExtras {
  readonly papers: readonly MaterialView[]
  /** Places in words, where the meeting counts them. */
  readonly places?: string | undefined
  /** Register, or join: the next thing this reader can do. */
  readonly actions: ComponentChildren
  readonly calendar: ComponentChildren
  /** What the reader should know about the way in. */
  readonly note?: string | undefined
}

const isFull = (entry: NamedEntry): entry is ProgrammeEntry | AttendEntry => entry.level !== 'listed'

/** Whom a session is for among all of the meeting, within its day. */
export const whomOf = (entry: NamedEntry, day: DayView, frame: Frame): ForWhom => {
  const whom = sessionFor(entry.openTo, day.openTo, frame.constituencies)
  return whom.is === 'everyone' ? forWhom(day.openTo, frame.constituencies) : whom
}

const Names = ({ frame: { locale }, officers }: { frame: Frame; officers: readonly OfficerView[] }) => (
  <>
    {officers.map(({ name }, index) => (
      <>
        {index > 0 && <br />}
        <LocalizedWords of={name} locale={locale} />
      </>
    ))}
  </>
)

const ROLES = ['chair', 'moderator', 'speaker'] as const

const speakersOf = (frame: Frame, entry: ProgrammeEntry | AttendEntry): Term[] =>
  ROLES.flatMap((role) => {
    const officers = entry.officers.filter((officer) => officer.role === role)
    if (officers.length === 0) return []
    return [
      {
        term:
          role === 'speaker'
            ? frame.t('reading:officer.speaker', { count: officers.length })
            : frame.t(`reading:officer.${role}`),
        detail: <Names frame={frame} officers={officers} />,
      },
    ]
  })

const FORMAT_ICON = { 'in-person': 'in-person', online: 'online', hybrid: 'hybrid' } as const

const timeTerms = (frame: Frame, { start, end }: NamedEntry): Term[] => {
  const { t, locale, view, own } = frame
  if (!start || !end) return [{ term: t('reading:session.time'), detail: t('reading:agenda.timeToCome') }]
  const offset = (zone: string) => <span class="quiet">({utcOffset(zone, start.toInstant())})</span>
  return [
    {
      term: t('reading:session.time'),
      detail: (
        <span data-own-time={own === undefined ? '' : undefined}>
          <strong>
            <TimeRange t={t} start={start} end={end} />
          </strong>{' '}
          <LocalizedWords of={view.meeting.city} locale={locale} /> {offset(view.meeting.timeZone)}
        </span>
      ),
    },
    ...(own
      ? [
          {
            term: t('reading:session.yourTime'),
            detail: (
              <Says icon="pin">
                <span>
                  {!start.withTimeZone(own).toPlainDate().equals(start.toPlainDate()) && (
                    <>{formatDay(start.withTimeZone(own).toPlainDate(), locale, { weekday: true, year: false })}, </>
                  )}
                  <TimeRange t={t} start={start.withTimeZone(own)} end={end.withTimeZone(own)} />{' '}
                  {zoneCity(own, locale)} {offset(own)}
                </span>
              </Says>
            ),
            action: (
              <a href="?zone=">
                {t('reading:zone.change')}
                <span class="hidden">{t('reading:zone.changeOf')}</span>
              </a>
            ),
          },
        ]
      : []),
  ]
}

const whenAndWhere = (frame: Frame, day: DayView, entry: NamedEntry, extras: SessionExtras): Term[] => {
  const { t, locale } = frame
  return [
    {
      term: t('reading:session.day'),
      detail: capitalized(formatDay(day.date, locale, { weekday: true }), locale),
    },
    ...timeTerms(frame, entry),
    {
      term: t('reading:session.room'),
      detail: entry.room ? (
        <>
          <LocalizedWords of={entry.room.name} locale={locale} />
          {entry.room.place && (
            <>
              <br />
              <span class="quiet">
                <LocalizedWords of={entry.room.place} locale={locale} />
              </span>
            </>
          )}
        </>
      ) : (
        t('reading:agenda.roomToCome')
      ),
    },
    {
      term: t('reading:session.format'),
      detail: <Says icon={FORMAT_ICON[entry.format]}>{formatWords(entry.format, t)}</Says>,
    },
    ...(isPause(entry.kind)
      ? []
      : [
          {
            term: t('reading:session.interpretation'),
            detail: entry.interpretation.length ? (
              <Says icon="interpretation">
                {entry.interpretation.map((tag) => languageName(locale, tag)).join(', ')}
              </Says>
            ) : (
              t('reading:agenda.noInterpretation')
            ),
          },
        ]),
    {
      term: t('reading:session.who'),
      detail: <Says icon="nameplate">{mayAttendWords(whomOf(entry, day, frame), t, locale)}</Says>,
    },
    ...(extras.places ? [{ term: t('reading:session.places'), detail: extras.places }] : []),
  ]
}

/** One session: what it is, when and where, who speaks, its papers, the way in, and what comes before and after. */
export const SessionPage = ({
  frame,
  day,
  entry,
  extras,
}: {
  frame: Frame
  day: DayView
  entry: NamedEntry
  extras: SessionExtras
}) => {
  const { t, locale } = frame
  const full = isFull(entry) ? entry : undefined
  const speakers = full ? speakersOf(frame, full) : []
  const whom = sessionFor(entry.openTo, day.openTo, frame.constituencies)
  const plate = whom.is === 'only' || whom.is === 'invited' ? whom : undefined
  return (
    <article>
      <PageHead
        t={t}
        rail={entry.code}
        under={t(`reading:kind.${entry.kind}`)}
        title={entry.title.text}
        lang={langOf(entry.title, locale)}
      >
        <Marks frame={frame} entry={entry} />
        {plate && (
          <p>
            <Badge>{forWhomWords(plate, t, locale)}</Badge>
          </p>
        )}
        {full?.abstract && (
          <div class="lead prose" lang={langOf(full.abstract, locale)}>
            <Markdown text={full.abstract.text} />
          </div>
        )}
      </PageHead>
      <Axis title={t('reading:session.whenWhere')}>
        <div class="flow">
          <Terms terms={whenAndWhere(frame, day, entry, extras)} />
          {extras.actions}
          {extras.note && (
            <Note>
              <p>{extras.note}</p>
            </Note>
          )}
          {extras.calendar}
        </div>
      </Axis>
      {full && full.items.length > 0 && (
        <Axis title={t('reading:session.items')}>
          <Terms
            terms={full.items.map(({ number, title }) => ({
              term: number,
              detail: <LocalizedWords of={title} locale={locale} />,
            }))}
          />
        </Axis>
      )}
      {speakers.length > 0 && (
        <Axis title={t('reading:session.speaks')}>
          <Terms terms={speakers} />
        </Axis>
      )}
      {full && (
        <Axis title={t('reading:session.papers')}>
          <Papers t={t} locale={locale} meeting={frame.view.meeting.slug} papers={extras.papers} />
        </Axis>
      )}
      {!full && (
        <Axis title={t('reading:session.papers')}>
          <p class="quiet">{t('reading:session.listedNote')}</p>
        </Axis>
      )}
      <Neighbours frame={frame} entry={entry} />
    </article>
  )
}
