import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { asId, isId, type MeetingId, type PersonId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { CannotOpen, Secrets } from '../../platform/secrets/secrets.ts'
import type { Step } from '../registration.ts'

/** Time enough to get a code and type it in. */
export const KEPT = Temporal.Duration.from({ hours: 1 })

/** More than any form of ours says; what is longer is not kept. */
const MOST = 100_000

const WHOSE = 'whose form'
const TYPED = 'kept form'
const BROWSER = 'kept form browser'

/** Removes what was kept and not come back for. */
export const forgetForms = defineJob<object>('registration.forget-forms')

/** One step of one meeting's form. */
interface AtStep {
  meeting: MeetingId
  step: Step
}

const boundTo = (person: PersonId, { meeting, step }: AtStep): string => `${person} ${meeting} ${step}`

/**
 * What somebody sent from a step of the form after their sign-in had ended: kept for an hour, sealed, one a person. The form
 * itself says whose it is, under our seal; it is given back to that person only, and only in the browser that sent it.
 */
@Injectable()
export class KeptForms implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(forgetForms, () => this.forget())
  }

  /** What a form carries to say whose it is; means nothing to anybody else. */
  whose(person: PersonId): string {
    return this.secrets.seal(WHOSE, person).toString('base64url')
  }

  /** Keeps what a form sent: the secret for the browser, and until when; undefined where the form does not say whose it is. */
  async keep(at: AtStep, body: unknown): Promise<{ secret: string; until: Temporal.Instant } | undefined> {
    const person = this.personIn(body)
    const text = JSON.stringify(body)
    if (!person || text.length > MOST) return undefined
    const now = this.clock.now()
    const until = now.add(KEPT)
    const secret = this.secrets.random()
    return this.database.transaction(async (tx) => {
      await this.forget(tx)
      // Whoever was erased meanwhile is not there any more.
      const kept = await this.database.query(
        `INSERT INTO kept_form (person_id, meeting_id, step, browser_digest, sealed, expires_at)
         SELECT person_id, $2, $3, $4, $5, $6 FROM identity WHERE person_id = $1
         ON CONFLICT (person_id) DO UPDATE SET meeting_id = EXCLUDED.meeting_id, step = EXCLUDED.step,
           browser_digest = EXCLUDED.browser_digest, sealed = EXCLUDED.sealed, expires_at = EXCLUDED.expires_at
         RETURNING person_id`,
        [
          person,
          at.meeting,
          at.step,
          this.secrets.hmac(BROWSER, secret),
          this.secrets.seal(TYPED, text, boundTo(person, at)),
          until.toString(),
        ],
        tx,
      )
      if (kept.length === 0) return undefined
      await this.jobs.send(tx, forgetForms, {}, { startAfter: until })
      return { secret, until }
    })
  }

  /** What this person sent from this step in this browser, if it is still kept. */
  async find(secret: string | undefined, person: PersonId, at: AtStep): Promise<unknown> {
    if (!secret) return undefined
    const [row] = await this.database.query<{ sealed: Buffer }>(
      `SELECT sealed FROM kept_form WHERE person_id = $1 AND meeting_id = $2 AND step = $3
          AND browser_digest = ANY ($4) AND expires_at > $5`,
      [person, at.meeting, at.step, this.secrets.digests(BROWSER, secret), this.clock.now().toString()],
    )
    if (!row) return undefined
    const opened: unknown = JSON.parse(this.secrets.open(TYPED, row.sealed, boundTo(person, at)))
    return opened
  }

  /** It was sent again, by somebody signed in. */
  async drop(person: PersonId): Promise<void> {
    await this.database.query('DELETE FROM kept_form WHERE person_id = $1', [person])
  }

  /** What nobody came back for within the hour. */
  async forget(tx?: EntityManager): Promise<void> {
    await this.database.query('DELETE FROM kept_form WHERE expires_at <= $1', [this.clock.now().toString()], tx)
  }

  private personIn(body: unknown): PersonId | undefined {
    const sealed = typeof body === 'object' && body !== null && 'whose' in body ? body.whose : undefined
    if (typeof sealed !== 'string') return undefined
    try {
      const person = this.secrets.open(WHOSE, Buffer.from(sealed, 'base64url'))
      return isId(person) ? asId<'Person'>(person) : undefined
    } catch (error) {
      if (error instanceof CannotOpen) return undefined
      throw error
    }
  }
}
