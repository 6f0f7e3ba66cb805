import { Injectable } from '@nestjs/common'
import type { PersonId, RegistrationId } from '../../kernel/id.ts'
import { People } from '../../people/people.service.ts'
import { Database } from '../../platform/database/database.ts'
import { RegistrationChange } from '../registration-change.entity.ts'
import { Registration } from '../registration.entity.ts'
import type { RegistrationState } from '../registration.ts'
import type { DayStanding } from '../standing.ts'
import type { Move } from '../states.ts'
import { changedDays } from './changed-days.ts'

/** One thing that happened to a registration. */
export interface HistoryEntry {
  at: Temporal.Instant
  move: Move
  from: RegistrationState
  to: RegistrationState
  /** Themselves, somebody else by name (empty once erased), or the house by itself. */
  by: { who: 'self' | 'house' } | { who: 'other'; name: string }
  why: string
  /** The days that stood otherwise after it. */
  days: readonly DayStanding[]
}

/** Tells what happened to a registration, who did it, when and why: the newest first. */
@Injectable()
export class RegistrationHistory {
  constructor(
    private readonly database: Database,
    private readonly people: People,
  ) {}

  /** Everything since it was sent. */
  async of(id: RegistrationId): Promise<HistoryEntry[]> {
    const [registration, changes] = await Promise.all([
      this.database.manager.findOneBy(Registration, { id }),
      this.database.manager
        .createQueryBuilder(RegistrationChange, 'change')
        .where('change.registrationId = :id', { id })
        .orderBy('change.number')
        .getMany(),
    ])
    const others = changes.flatMap(({ by }) => (by && by !== registration?.personId ? [by] : []))
    const names = await this.people.byIds([...new Set(others)])
    const byOf = (by: PersonId | null): HistoryEntry['by'] => {
      if (by === null) return { who: 'house' }
      if (by === registration?.personId) return { who: 'self' }
      const who = names.get(by)
      const name = [who?.givenNames, who?.familyName].filter(Boolean).join(' ')
      return { who: 'other', name: name || (who?.email ?? '') }
    }
    return changes
      .map(({ at, move, fromState, toState, by, why, standing }, index) => ({
        at,
        move,
        from: fromState,
        to: toState,
        by: byOf(by),
        why,
        days: changedDays(changes[index - 1]?.standing.days ?? [], standing.days),
      }))
      .toReversed()
  }
}
