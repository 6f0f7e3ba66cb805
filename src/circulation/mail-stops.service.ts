import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { asId, type MeetingId, type PersonId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { Secrets } from '../platform/secrets/secrets.ts'
import { Merging } from '../registration/review/merging.service.ts'

const PURPOSE = 'mail stop'
const ID_BYTES = 16

/** Who wants no mail about changes of a meeting's agenda, and the signed address that says so with one click. */
@Injectable()
export class MailStops implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly merging: Merging,
  ) {}

  onModuleInit(): void {
    // Who wanted none of one of two that are one is not written to because of the other.
    this.merging.whenMerged(async (tx, { meeting, kept, other }) => {
      if (await this.isStopped(meeting, other, tx)) await this.stop(meeting, kept, tx)
    })
  }

  async isStopped(meeting: MeetingId, person: PersonId, tx?: EntityManager): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM mail_stop WHERE person_id = $1 AND meeting_id = $2',
      [person, meeting],
      tx,
    )
    return rows.length > 0
  }

  /** Stops them; twice is once. Of somebody who was erased there is nothing to stop. */
  async stop(meeting: MeetingId, person: PersonId, tx?: EntityManager): Promise<void> {
    await this.database.query(
      `INSERT INTO mail_stop (person_id, meeting_id, since) SELECT id, $2, $3 FROM person WHERE id = $1
       ON CONFLICT ON CONSTRAINT mail_stop_pkey DO NOTHING`,
      [person, meeting, this.clock.now().toString()],
      tx,
    )
  }

  /** Lets them come again; twice is once. */
  async resume(meeting: MeetingId, person: PersonId): Promise<void> {
    await this.database.query('DELETE FROM mail_stop WHERE person_id = $1 AND meeting_id = $2', [person, meeting])
  }

  /** What stands at the end of the address: whom it stops, signed, so that nobody can stop the mail of others. */
  tokenOf(meeting: MeetingId, person: PersonId): string {
    const id = Buffer.from(person.replaceAll('-', ''), 'hex')
    return Buffer.concat([id, this.secrets.hmac(PURPOSE, `${meeting} ${person}`)]).toString('base64url')
  }

  /** Whom a token stops; undefined for one that we did not make for this meeting. */
  personOf(meeting: MeetingId, token: string): PersonId | undefined {
    const bytes = Buffer.from(token, 'base64url')
    if (bytes.length <= ID_BYTES || bytes.toString('base64url') !== token) return undefined
    const hex = bytes.subarray(0, ID_BYTES).toString('hex')
    const person = asId<'Person'>(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
    return this.secrets.verify(PURPOSE, `${meeting} ${person}`, bytes.subarray(ID_BYTES)) ? person : undefined
  }
}
