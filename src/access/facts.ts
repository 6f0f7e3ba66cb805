import { Injectable } from '@nestjs/common'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'

/** What is true of a person in one meeting: verified facts only, never claims. */
export interface Facts {
  person: PersonId
  /** ISO days for which the person holds a confirmed place, and how. */
  days: ReadonlyMap<string, 'in-person' | 'online'>
  /** Verified only. */
  constituency?: ConstituencyId
  /** Groups of invited people. */
  groups: ReadonlySet<string>
  /** When each of these last changed, gained or lost: a calendar is told of it (DTSTAMP). */
  changed?: {
    days?: ReadonlyMap<string, Temporal.Instant>
    constituency?: Temporal.Instant
    groups?: Temporal.Instant
  }
}

/** Who looks at an agenda. */
export type Audience = { kind: 'public' } | { kind: 'person'; facts: Facts }

/** Everybody and nobody in particular. */
export const PUBLIC_AUDIENCE: Audience = { kind: 'public' }

/** Whoever knows facts about people in a meeting; `registration/` does. */
export abstract class FactSource {
  /** The facts as they are at this moment, from the primary, uncached; undefined when there are none. */
  abstract factsOf(meeting: MeetingId, person: PersonId): Promise<Facts | undefined>

  /** The same of many, in as many queries as of one; who has none is absent. */
  abstract factsOfAll(meeting: MeetingId, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Facts>>
}

/** The port that the gate asks. Until a source is registered, everybody is the public. */
@Injectable()
export class FactSources {
  private source: FactSource | undefined

  register(source: FactSource): void {
    this.source = source
  }

  async factsOf(meeting: MeetingId, person: PersonId): Promise<Facts | undefined> {
    return this.source?.factsOf(meeting, person)
  }

  async factsOfAll(meeting: MeetingId, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Facts>> {
    return (await this.source?.factsOfAll(meeting, persons)) ?? new Map()
  }
}
