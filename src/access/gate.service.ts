import { createHash } from 'node:crypto'
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import { AccessRules, type SavedRules } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import { MeetingVersions } from '../agenda/meeting-versions.ts'
import { PublicSight } from '../agenda/public-sight.ts'
import type { ReleaseContent, ReleaseLabel } from '../agenda/release.ts'
import type { Release } from '../agenda/release.entity.ts'
import { Releases } from '../agenda/releases.service.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId, ReleaseId, SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { BoundedCache } from '../platform/bounded-cache.ts'
import { audienceKey, testedFacts, type TestedFacts } from './audience-key.ts'
import { diff, type AgendaChanges } from './changes.ts'
import { comparison, labelsOf, type Comparison } from './comparison.ts'
import { FactSources, PUBLIC_AUDIENCE, type Audience } from './facts.ts'
import { mayAttend } from './rule.ts'
import { ruleInForce, sameSight, sightOf } from './sight.ts'
import type { AgendaView, ReleaseView } from './view.ts'
import { releasesSeen, viewOf, type MeetingFrame } from './view-of.ts'

/** What the gate knows of a meeting's agenda at one version and rules revision. */
interface Known {
  /** Names version and revision. */
  key: string
  moments: readonly ReleaseMoment[]
  rules: SavedRules
  tested: TestedFacts
  inForce: ReleaseLabel | undefined
}

/** Between which labels; by default from the one before to the one in force. */
export interface ChangesRange {
  from?: ReleaseLabel
  to?: ReleaseLabel
}

/** What may be kept in memory, per process. */
const KEPT_MEETINGS = 200
const KEPT_ENTRIES = 40_000
const KEPT_BYTES = 128_000_000

/**
 * The one way to an agenda. Views, and what renderers make of them, are kept under (version, rules revision, audience
 * key, locale, format) and the words of the meeting's own frame; what is personal is kept nowhere.
 */
@Injectable()
export class Gate implements OnModuleInit {
  private readonly known = new BoundedCache<{ key: string; value: Promise<Known> }>(KEPT_MEETINGS)
  private readonly views = new BoundedCache<AgendaView>(KEPT_ENTRIES, (view) =>
    view.days.reduce((sum, day) => sum + day.sessions.length, 1),
  )
  private readonly made = new BoundedCache<{ value: unknown }>(KEPT_BYTES, ({ value }) => bytesOf(value))
  private readonly frames = new WeakMap<Meeting, string>()

  constructor(
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(AccessRules) private readonly rules: AccessRules,
    @Inject(FactSources) private readonly factSources: FactSources,
    @Inject(PublicSight) private readonly publicSight: PublicSight,
  ) {}

  onModuleInit(): void {
    this.publicSight.provide(
      (before, after, rules) =>
        !sameSight(sightOf(before, rules, PUBLIC_AUDIENCE), sightOf(after, rules, PUBLIC_AUDIENCE)),
    )
  }

  /** Who somebody is to a meeting at this moment; read anew at each request. */
  async audience(meeting: Meeting, person?: PersonId): Promise<Audience> {
    const facts = person && (await this.factSources.factsOf(meeting.id, person))
    return facts ? { kind: 'person', facts } : PUBLIC_AUDIENCE
  }

  /**
   * The agenda in force, or the last release under a label, as this audience may see it. Undefined when nothing is
   * released, or nothing (any more) under that label.
   */
  async view(
    meeting: Meeting,
    audience: Audience,
    locale: Locale,
    label?: ReleaseLabel,
  ): Promise<AgendaView | undefined> {
    const known = await this.knowing(meeting.id)
    const personal = audienceKey(audience, known.tested)
    const key = personal && this.keyOf(meeting, known, personal, locale, label ?? '')
    const kept = key && this.views.get(key)
    if (kept) return kept
    const moments = label ? upTo(known.moments, label) : known.moments
    // A rule loosened since acts when it is published: until then the release in force restricts older ones, too.
    const view = viewOf({
      ...known,
      moments,
      meeting,
      audience,
      locale,
      noMoreThan: label ? contentsOf(known.moments) : [],
    })
    if (key && view) this.views.set(key, view)
    return view
  }

  /** What this audience would see were this published now: for the desk alone, and kept nowhere. */
  async preview(
    meeting: Meeting,
    audience: Audience,
    locale: Locale,
    release: Release,
  ): Promise<AgendaView | undefined> {
    const { moments, rules } = await this.readingNow(meeting.id)
    const after = [...moments, { at: release.publishedAt, release }]
    return viewOf({ moments: after, rules, meeting, audience, locale, inForce: release.label })
  }

  /**
   * What is different between two labels, for one audience: the difference of two views, never a filtered one. What
   * left by restriction is in neither. @throws NotFound
   */
  async changes(
    meeting: Meeting,
    audience: Audience,
    locale: Locale,
    range: ChangesRange = {},
  ): Promise<AgendaChanges> {
    const known = await this.knowing(meeting.id)
    const labels = labelsOf(known.moments)
    const to = range.to ?? known.inForce
    const from = range.from ?? (to && labels[labels.indexOf(to) - 1])
    const after = to && (await this.view(meeting, audience, locale, to))
    if (!after) throw new NotFound()
    const common = { locale, meeting: after.meeting, to: after.release, labels }
    if (!from) return { ...common, changes: [] }
    const moments = upTo(known.moments, from)
    const noMoreThan = [known.moments, upTo(known.moments, to)].flatMap(contentsOf)
    const before = viewOf({ ...known, moments, meeting, audience, locale, noMoreThan })
    if (!before) throw new NotFound()
    return { ...common, from: before.release, changes: diff(before, after) }
  }

  /**
   * What is different between two releases, for as many audiences as ask: from one that was in force (whether or not it was
   * withdrawn since) to the one that came after. Undefined when either is not of this meeting.
   */
  async comparing(meeting: Meeting, from: ReleaseId, to: ReleaseId): Promise<Comparison | undefined> {
    const known = await this.knowing(meeting.id)
    const [before, after] = [untilRelease(known.moments, from), untilRelease(known.moments, to)]
    if (!before.length || !after.length) return undefined
    return comparison(meeting, known, before, after, contentsOf(known.moments))
  }

  /**
   * What would be different were this published now, from what is in force or from a label, for as many audiences as ask. At
   * the desk only: it is not published. @throws NotFound
   */
  async foreseeing(meeting: Meeting, draft: Release, from?: ReleaseLabel): Promise<Comparison> {
    const { moments, rules } = await this.readingNow(meeting.id)
    const before = from ? upTo(moments, from) : moments
    if (from && !before.length) throw new NotFound()
    return comparison(meeting, { rules }, before, [...moments, { at: draft.publishedAt, release: draft }], [])
  }

  /** The release in force as those name it who tell of it; undefined when there is none. */
  async standing(meeting: MeetingId): Promise<{ id: ReleaseId; version: number } | undefined> {
    const [versions, known] = [await this.versions.ask(meeting), await this.knowing(meeting)]
    const id = known.moments.at(-1)?.release?.id
    return id && versions && { id, version: versions.release }
  }

  /** Who many people are to a meeting at this moment, in as many queries as for one. */
  async audiences(meeting: Meeting, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Audience>> {
    const facts = await this.factSources.factsOfAll(meeting.id, persons)
    return new Map(
      persons.map((person) => {
        const known = facts.get(person)
        return [person, known ? { kind: 'person', facts: known } : PUBLIC_AUDIENCE]
      }),
    )
  }

  /** The releases that this audience could tell apart, the latest first. */
  async history(meeting: Meeting, audience: Audience, locale: Locale): Promise<ReleaseView[]> {
    const known = await this.knowing(meeting.id)
    const noMoreThan = contentsOf(known.moments)
    return releasesSeen({ ...known, meeting, audience, locale, noMoreThan }).toReversed()
  }

  /** Whether this audience may attend a session of the agenda in force, by the rule that holds now. */
  async mayAttend(meeting: Meeting, audience: Audience, session: SessionId): Promise<boolean> {
    if (audience.kind === 'public') return false
    const { moments, rules } = await this.knowing(meeting.id)
    const released = moments.at(-1)?.release?.content.sessions.find(({ id }) => id === session)
    return released !== undefined && mayAttend(ruleInForce(released, rules), audience.facts, released.day)
  }

  /** Who of many people may, in as many queries as for one. */
  async attendees(meeting: Meeting, session: SessionId, persons: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
    const { moments, rules } = await this.knowing(meeting.id)
    const released = moments.at(-1)?.release?.content.sessions.find(({ id }) => id === session)
    if (!released) return new Set()
    const rule = ruleInForce(released, rules)
    const facts = await this.factSources.factsOfAll(meeting.id, persons)
    return new Set([...facts].flatMap(([person, of]) => (mayAttend(rule, of, released.day) ? [person] : [])))
  }

  /**
   * What a renderer makes of the agenda in force, kept under the same key as the view and the name of the format (for
   * .ics that includes the meeting's day). Undefined when nothing is released, or nothing made: that is not kept.
   */
  async cached<T>(
    meeting: Meeting,
    audience: Audience,
    locale: Locale,
    format: string,
    make: (view: AgendaView) => T,
  ): Promise<T | undefined> {
    const known = await this.knowing(meeting.id)
    const personal = audienceKey(audience, known.tested)
    const key = personal && this.keyOf(meeting, known, personal, locale, `/${format}`)
    const kept = key && this.made.get(key)
    // The format names what is made, so what is kept under it is what `make` makes.
    if (kept) return kept.value as T
    const view = await this.view(meeting, audience, locale)
    if (!view) return undefined
    const value = make(view)
    if (key && value !== undefined) this.made.set(key, { value })
    return value
  }

  /**
   * A question to ask again and again without waiting: does the agenda still hold that held when this was called? Call it
   * before making what it is to vouch for.
   */
  async holding(meeting: MeetingId): Promise<() => boolean> {
    const then = await this.versions.of(meeting)
    return () => {
      const now = this.versions.peek(meeting)
      return now !== undefined && now.release === then?.release && now.rules === then.rules
    }
  }

  /** What is known at the versions that hold now, read once for all who ask meanwhile. */
  private async knowing(meeting: MeetingId): Promise<Known> {
    const versions = await this.versions.of(meeting)
    const key = `${meeting} ${versions?.release ?? 0}.${versions?.rules ?? 0}`
    const known = this.known.get(meeting)
    if (known?.key === key) return known.value
    const value = this.read(meeting, key)
    this.known.set(meeting, { key, value })
    value.catch(() => {
      if (this.known.get(meeting)?.value === value) this.known.delete(meeting)
    })
    return value
  }

  private async read(meeting: MeetingId, key: string): Promise<Known> {
    const { moments, rules } = await this.readingNow(meeting)
    return { key, moments, rules, tested: testedFacts(moments, rules), inForce: moments.at(-1)?.release?.label }
  }

  /** Read beside the working copy, not from what is known: what was saved a moment ago counts. */
  private async readingNow(meeting: MeetingId): Promise<Pick<Known, 'moments' | 'rules'>> {
    const [moments, rules] = await Promise.all([this.releases.chain(meeting), this.rules.of(meeting)])
    return { moments, rules }
  }

  private keyOf(meeting: Meeting, known: Known, audience: string, locale: Locale, what: string): string {
    let frame = this.frames.get(meeting)
    if (frame === undefined) {
      frame = frameOf(meeting)
      this.frames.set(meeting, frame)
    }
    return `${known.key} ${audience} ${locale} ${what} ${frame}`
  }
}

/** A digest of the words of a meeting that a view shows, which change without a release. */
const frameOf = ({
  slug,
  title,
  shortTitle,
  organizer,
  venue,
  city,
  timeZone,
  contact,
  format,
  mainLanguage,
  days,
  rooms,
}: MeetingFrame): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        slug,
        title,
        shortTitle,
        organizer,
        venue,
        city,
        timeZone,
        contact,
        format,
        mainLanguage,
        days.map(({ number, date, title, openTo }) => [number, date, title, openTo]),
        rooms.map(({ id, key }) => [id, key]),
      ]),
    )
    .digest('base64url')

/** The chain as it was when the last release under a label came into force; empty when there is none. */
const upTo = (moments: readonly ReleaseMoment[], label: ReleaseLabel): readonly ReleaseMoment[] => {
  const last = moments.findLast(({ release }) => release?.label === label && !release.withdrawnAt)?.release
  return moments.slice(0, moments.findLastIndex(({ release }) => release === last && last !== undefined) + 1)
}

/** The chain as it was when a release came into force last; empty when it never did. */
const untilRelease = (moments: readonly ReleaseMoment[], id: ReleaseId): readonly ReleaseMoment[] =>
  moments.slice(0, moments.findLastIndex(({ release }) => release?.id === id) + 1)

/** What the last moment of a chain shows, if it shows anything. */
const contentsOf = (moments: readonly ReleaseMoment[]): ReleaseContent[] => {
  const last = moments.at(-1)?.release
  return last ? [last.content] : []
}

/** Roughly what a renderer's result weighs in memory. */
const bytesOf = (value: unknown): number => {
  if (value instanceof Uint8Array) return value.byteLength
  if (typeof value === 'string') return value.length * 2
  if (value && typeof value === 'object')
    return Object.values(value).reduce<number>((sum, one) => sum + bytesOf(one), 100)
  return 16
}
