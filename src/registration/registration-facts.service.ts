import { Injectable, type OnModuleInit } from '@nestjs/common'
import { FactSource, FactSources, type Facts } from '../access/facts.ts'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import { Database } from '../platform/database/database.ts'
import { factsFrom, knownSql, type Known } from './known-facts.ts'

const READ = `SELECT ${knownSql('$1', '$2')} AS known`

const READ_ALL = `SELECT person, ${knownSql('$1', 'person')} AS known FROM unnest($2::uuid[]) AS person`

/** Tells the gate what is true of a person at this moment. */
@Injectable()
export class RegistrationFacts extends FactSource implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sources: FactSources,
  ) {
    super()
  }

  onModuleInit(): void {
    this.sources.register(this)
  }

  override async factsOf(meeting: MeetingId, person: PersonId): Promise<Facts | undefined> {
    const [row] = await this.database.query<{ known: Known }>(READ, [meeting, person])
    return row && factsFrom(row.known, person)
  }

  override async factsOfAll(meeting: MeetingId, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Facts>> {
    const rows = await this.database.query<{ person: PersonId; known: Known }>(READ_ALL, [meeting, persons])
    return new Map(
      rows.flatMap(({ person, known }) => {
        const facts = factsFrom(known, person)
        return facts ? [[person, facts]] : []
      }),
    )
  }
}
