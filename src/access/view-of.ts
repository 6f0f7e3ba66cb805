import type { SavedRules } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { Release } from '../agenda/release.entity.ts'
import { stageOf, type ReleaseContent, type ReleaseLabel } from '../agenda/release.ts'
import { sameContent } from '../agenda/working-copy-changes.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { localize, type Localized, type LocalizedText } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { calendarFacts } from './calendar-facts.ts'
import type { Audience } from './facts.ts'
import { only } from './levels.ts'
import { sameSight, sightsOf, type SeenMoment, type Sight } from './sight.ts'
import type { AgendaView, CalendarFacts, DayView, MeetingView, ReleaseView, SessionView } from './view.ts'

/** What the gate needs of a meeting: the frame that its agenda hangs in. */
export type MeetingFrame = Pick<
  Meeting,
  'slug' | 'title' | 'shortTitle' | 'organizer' | 'venue' | 'city' | 'timeZone' | 'contact' | 'format' | 'mainLanguage'
> & {
  days: readonly Pick<Meeting['days'][number], 'number' | 'date' | 'title' | 'openTo'>[]
  rooms: readonly Pick<Meeting['rooms'][number], 'id' | 'key'>[]
}

/** All that a view is made of. */
export interface ViewOf {
  /** The chain up to the release to be shown. */
  moments: readonly ReleaseMoment[]
  rules: SavedRules
  meeting: MeetingFrame
  audience: Audience
  locale: Locale
  /** The label in force. */
  inForce?: ReleaseLabel
  /** Shows no session more openly than each of these contents does. */
  noMoreThan?: readonly ReleaseContent[]
}

/**
 * The gate itself: a release as an audience may see it, in one language. Undefined when nothing is released.
 * Nothing else makes an `AgendaView`.
 */
export const viewOf = ({
  moments,
  rules,
  meeting,
  audience,
  locale,
  inForce,
  noMoreThan,
}: ViewOf): AgendaView | undefined => {
  const chain = sightsOf(moments, rules, audience, noMoreThan)
  const last = chain.at(-1)
  if (!last?.moment.release) return undefined
  const say = (text: LocalizedText | null | undefined): Localized | undefined =>
    localize(text, locale, meeting.mainLanguage)
  const entries = [...last.seen].map(([id, sight]) => {
    const saved = rules.get(id)!
    return entryOf(sight, calendarFacts(id, chain, saved, audience), meeting, say)
  })
  const view: Omit<AgendaView, symbol> = {
    locale,
    meeting: meetingView(meeting, say),
    release: releaseView(chain, inForce, say),
    days: daysOf(meeting, entries, say),
  }
  return view as AgendaView
}

type Say = (text: LocalizedText | null | undefined) => Localized | undefined

const entryOf = (sight: Sight, calendar: CalendarFacts, { timeZone, rooms }: MeetingFrame, say: Say): SessionView => {
  const { whole } = sight
  const zoned = (instant: string | null): Temporal.ZonedDateTime | null =>
    instant === null ? null : Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone)
  const words = (text: LocalizedText): Localized => say(text) ?? { text: '', lang: 'en' }
  const abstract = say(whole.abstract)
  const place = say(whole.room?.place)
  const room = whole.room && {
    key: rooms.find(({ id }) => id === whole.roomId)?.key ?? String(whole.roomId),
    name: words(whole.room.name),
    ...(place ? { place } : {}),
    onlineOnly: whole.room.onlineOnly,
  }
  const all = {
    id: whole.id,
    code: whole.code,
    kind: whole.kind,
    title: words(whole.title),
    abstract,
    day: Temporal.PlainDate.from(whole.day),
    start: zoned(whole.start),
    end: zoned(whole.end),
    room,
    format: whole.format,
    interpretation: whole.interpretation,
    officers: whole.officers.map(({ role, name }) => ({ role, name: words(name) })),
    items: whole.items.map(({ number, title }) => ({ number, title: words(title) })),
    openTo: whole.openTo,
    online: whole.online,
    capacity: whole.capacity,
    status: whole.status,
    calendar,
  }
  switch (sight.level) {
    case 'closed':
      return { level: 'closed', ...only('closed', all) }
    case 'listed':
      return { level: 'listed', ...only('listed', all) }
    case 'programme':
      return { level: 'programme', ...only('programme', all) }
    case 'attend':
      return { level: 'attend', ...only('attend', all) }
  }
}

const meetingView = (meeting: MeetingFrame, say: Say): MeetingView => {
  const words = (text: LocalizedText): Localized => say(text) ?? { text: '', lang: meeting.mainLanguage }
  return {
    slug: meeting.slug,
    title: words(meeting.title),
    shortTitle: words(meeting.shortTitle),
    organizer: words(meeting.organizer),
    venue: words(meeting.venue.name),
    address: words(meeting.venue.address),
    city: words(meeting.city),
    timeZone: meeting.timeZone,
    contactEmail: meeting.contact.email,
    format: meeting.format,
  }
}

const daysOf = (meeting: MeetingFrame, entries: readonly SessionView[], say: Say): DayView[] =>
  meeting.days.map(({ number, date, title, openTo }) => {
    const words = say(title)
    return {
      number,
      date,
      ...(words ? { title: words } : {}),
      openTo,
      sessions: entries.filter((entry) => entry.day.equals(date)).sort(inOrder),
    }
  })

/** By start, then room and code. What is closed has no code to be sorted by: it comes after, by an id that tells nothing. */
const inOrder = (a: SessionView, b: SessionView): number => {
  if (a.start && b.start) {
    const byStart = Temporal.ZonedDateTime.compare(a.start, b.start)
    if (byStart) return byStart
  } else if (a.start ?? b.start) return a.start ? -1 : 1
  const key = (entry: SessionView): string =>
    `${entry.room?.name.text ?? '~'}\n${entry.level === 'closed' ? `~${entry.calendar.uid}` : entry.code}`
  return key(a) < key(b) ? -1 : 1
}

/**
 * The release as this audience knows it. The label is everybody's; date and note are those of the last release that
 * changed what this audience sees, or gave a new label. So a change of what one may not see leaves no trace.
 */
const releaseView = (chain: readonly SeenMoment[], inForce: ReleaseLabel | undefined, say: Say): ReleaseView =>
  releaseShown(toldApart(chain).at(-1)!, inForce, say)

/** A release that an audience could tell from the one before it. */
interface ToldApart {
  readonly release: Release
  readonly before: Release | undefined
  /** Whether what they see of the agenda changed; else only the label did. */
  readonly seen: boolean
}

const toldApart = (chain: readonly SeenMoment[]): ToldApart[] => {
  const isDraft = ({ moment }: SeenMoment): boolean => moment.release?.label === 'Draft'
  return chain.flatMap((now, index): ToldApart[] => {
    const last = chain[index - 1]
    const { release } = now.moment
    const before = last?.moment.release
    const seen = !last || !sameSight(last.seen, now.seen) || isDraft(last) !== isDraft(now)
    return release && (seen || before?.label !== release.label) ? [{ release, before, seen }] : []
  })
}

const releaseShown = (
  { release, before, seen }: ToldApart,
  inForce: ReleaseLabel | undefined,
  say: Say,
): ReleaseView => {
  // A new label on an unchanged agenda: its note speaks of nothing that is hidden from somebody.
  const nothingChanged = (): boolean => before !== undefined && sameContent(before.content, release.content)
  const note = seen || nothingChanged() ? say(release.note) : undefined
  return {
    label: release.label,
    stage: stageOf(release.label),
    publishedAt: release.publishedAt,
    ...(note ? { note } : {}),
    ...(inForce && inForce !== release.label ? { supersededBy: inForce } : {}),
  }
}

/**
 * The releases that an audience could tell apart, oldest first: each changed what they see of the agenda, or gave it a new
 * label. One that was withdrawn is not among them, nor is the return to the one before a release of its own.
 */
export const releasesSeen = ({
  moments,
  rules,
  meeting,
  audience,
  locale,
  inForce,
  noMoreThan,
}: ViewOf): ReleaseView[] => {
  const say = (text: LocalizedText | null | undefined): Localized | undefined =>
    localize(text, locale, meeting.mainLanguage)
  const standing = moments.filter(
    ({ release }, index) =>
      release && !release.withdrawnAt && moments.findIndex((other) => other.release === release) === index,
  )
  return toldApart(sightsOf(standing, rules, audience, noMoreThan)).map((each) => releaseShown(each, inForce, say))
}

/** The ids of the sessions that a view names; for code that must join other data to what is shown, and nothing else. */
export const namedIn = (view: AgendaView): ReadonlySet<SessionId> =>
  new Set(view.days.flatMap((day) => day.sessions.flatMap((entry) => (entry.level === 'closed' ? [] : [entry.id]))))
