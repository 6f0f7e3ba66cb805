import { Injectable } from '@nestjs/common'
import type { Comparison } from '../access/comparison.ts'
import type { AgendaChanges, ChangedEntry } from '../access/changes.ts'
import type { Audience } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import type { EmailAddress } from '../kernel/email-address.ts'
import type { PersonId, SessionId } from '../kernel/id.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Database } from '../platform/database/database.ts'
import { affectedOf } from './affected.ts'

/** Somebody with an affected session, and what changed of theirs as they may see it. */
export interface Recipient {
  readonly person: PersonId
  readonly locale: Locale
  readonly address: EmailAddress
  /** Whom it is about, where the address is that of somebody else. */
  readonly name?: string
  readonly changes: AgendaChanges
  readonly affected: readonly ChangedEntry[]
  readonly audience: Audience
}

/** How many would be told, in which language, and how they take part in what changed. */
export interface Reach {
  readonly people: number
  readonly byLocale: Readonly<Record<Locale, number>>
  readonly inRoom: number
  readonly online: number
}

interface Row {
  person: PersonId
  locale: Locale
  address: EmailAddress
  name: string | null
  follows: SessionId[]
  places: SessionId[]
}

/** How many are looked at at once. */
const BATCH = 500

const READ = `
  SELECT p.id AS person, coalesce(r.language, p.language) AS locale, coalesce(i.email, i.contact_email) AS address,
         CASE WHEN i.email IS NULL THEN trim(i.given_names || ' ' || i.family_name) END AS name,
         ARRAY(SELECT f.session_id FROM follow f WHERE f.person_id = p.id AND f.meeting_id = $1) AS follows,
         ARRAY(SELECT x.session_id FROM extra_choice x
                WHERE x.registration_id = r.id AND x.state = 'held' AND x.session_id IS NOT NULL) AS places
    FROM person p
    JOIN identity i ON i.person_id = p.id
    LEFT JOIN registration r ON r.person_id = p.id AND r.meeting_id = $1
   WHERE p.id IN (SELECT person_id FROM follow WHERE meeting_id = $1
                   UNION SELECT person_id FROM registration WHERE meeting_id = $1 AND state = 'confirmed')
     AND coalesce(i.email, i.contact_email) IS NOT NULL
     AND NOT EXISTS (SELECT FROM mail_stop s WHERE s.person_id = p.id AND s.meeting_id = $1)
     AND ($2::uuid IS NULL OR p.id > $2)
   ORDER BY p.id LIMIT $3`

/**
 * Those with an affected session: who follows it, holds a place in it, or follows nothing and may attend it. What changed
 * for each is the difference of two views of theirs, made by the gate under the facts and rules of this moment.
 */
@Injectable()
export class Recipients {
  constructor(
    private readonly database: Database,
    private readonly gate: Gate,
  ) {}

  /** The next of them, in order of their ids; `after` is the last one that was looked at, undefined at the end. */
  async batch(
    meeting: Meeting,
    compare: Comparison,
    after: PersonId | null,
  ): Promise<{ recipients: Recipient[]; last: PersonId | undefined }> {
    const rows = await this.database.query<Row>(READ, [meeting.id, after, BATCH])
    const audiences = await this.gate.audiences(
      meeting,
      rows.map(({ person }) => person),
    )
    const recipients = rows.flatMap(({ person, locale, address, name, follows, places }): Recipient[] => {
      const audience = audiences.get(person)!
      const changes = compare(audience, locale)
      const affected = affectedOf(changes, { follows: new Set(follows), places: new Set(places) })
      if (!affected.length) return []
      return [{ person, locale, address, ...(name && { name }), changes, affected, audience }]
    })
    return { recipients, last: rows.length < BATCH ? undefined : rows.at(-1)!.person }
  }

  /** All of them, batch by batch. */
  async *all(meeting: Meeting, compare: Comparison): AsyncGenerator<Recipient> {
    let after: PersonId | null = null
    do {
      const { recipients, last }: { recipients: Recipient[]; last: PersonId | undefined } = await this.batch(
        meeting,
        compare,
        after,
      )
      yield* recipients
      after = last ?? null
    } while (after)
  }

  /** How many would be told of a difference. */
  async reach(meeting: Meeting, compare: Comparison): Promise<Reach> {
    const byLocale = Object.fromEntries(LOCALES.map((locale) => [locale, 0])) as Record<Locale, number>
    const modes = { 'in-person': 0, online: 0 }
    for await (const { locale, audience, affected } of this.all(meeting, compare)) {
      byLocale[locale]++
      const mode = audience.kind === 'person' && audience.facts.days.get(affected[0]!.entry.day.toString())
      if (mode) modes[mode]++
    }
    const people = LOCALES.reduce((sum, locale) => sum + byLocale[locale], 0)
    return { people, byLocale, inRoom: modes['in-person'], online: modes.online }
  }
}
