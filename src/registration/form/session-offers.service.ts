import { Inject, Injectable } from '@nestjs/common'
import { Gate } from '../../access/gate.service.ts'
import { isNamed, type NamedEntry } from '../../access/view.ts'
import { toConstituencies } from '../../delegations/constituencies-in-sentence.ts'
import type { PersonId, SessionId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Localized } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { capitalized, formatSpanInSentence } from '../../platform/i18n/formats.ts'
import type { DayAvailability, SessionAvailability } from '../places/availability.service.ts'
import type { Claim } from '../registration.ts'

/** A session as the form and one's own page name it: what the reader's view of the agenda has of it. */
export interface NamedSession {
  /** Such as `PL-4`. */
  code: string
  title: Localized
  /** Time, room, and whom it is for. */
  about: string
}

/** A session that asks people to sign up, as the form offers it. */
export interface SessionOffer extends NamedSession, SessionAvailability {}

const isFor = ({ openTo, level }: NamedEntry, claim: Pick<Claim, 'constituency'>): boolean =>
  level === 'attend' ||
  openTo.attend === 'everyone' ||
  (openTo.attend === 'constituencies' && openTo.constituencies.includes(claim.constituency))

const aboutOf = (entry: NamedEntry, locale: Locale): string =>
  [
    ...(entry.start && entry.end ? [formatSpanInSentence(entry.start, entry.end, locale)] : []),
    ...(entry.room ? [entry.room.name.text] : []),
    ...(entry.openTo.attend === 'constituencies'
      ? [capitalized(toConstituencies(entry.openTo.constituencies, locale), locale)]
      : []),
  ].join(' · ')

const named = (entry: NamedEntry, locale: Locale): NamedSession => ({
  code: entry.code,
  title: entry.title,
  about: aboutOf(entry, locale),
})

/** Names the sessions that people sign up for. All of it comes through the gate: what a reader may not see has no name here. */
@Injectable()
export class SessionOffers {
  constructor(@Inject(Gate) private readonly gate: Gate) {}

  /** Every session that this person's view of the agenda names. */
  async named(meeting: Meeting, person: PersonId, locale: Locale): Promise<ReadonlyMap<SessionId, NamedSession>> {
    const entries = await this.entries(meeting, person, locale)
    return new Map(entries.map((entry) => [entry.id, named(entry, locale)]))
  }

  /** What the form offers on each day to who makes that claim. */
  async offered(
    meeting: Meeting,
    person: PersonId,
    claim: Pick<Claim, 'constituency'>,
    days: readonly DayAvailability[],
    locale: Locale,
  ): Promise<ReadonlyMap<string, readonly SessionOffer[]>> {
    if (days.every((day) => day.sessions.length === 0)) return new Map()
    const entries = await this.entries(meeting, person, locale)
    return new Map(
      days.map((day) => [
        day.day,
        // In the order of the agenda.
        entries.flatMap((entry): SessionOffer[] => {
          const offer = day.sessions.find(({ session }) => session === entry.id)
          return offer && entry.status === 'confirmed' && isFor(entry, claim)
            ? [{ ...offer, ...named(entry, locale) }]
            : []
        }),
      ]),
    )
  }

  private async entries(meeting: Meeting, person: PersonId, locale: Locale): Promise<readonly NamedEntry[]> {
    const view = await this.gate.view(meeting, await this.gate.audience(meeting, person), locale)
    return view?.days.flatMap((day) => day.sessions.filter(isNamed)) ?? []
  }
}
