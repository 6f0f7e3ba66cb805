import { Injectable } from '@nestjs/common'
import { isId, type MailId } from '../../kernel/id.ts'
import { Database } from '../database/database.ts'
import type { Letter } from './mail.ts'
import { Mailroom, type StoredLetter } from './mailroom.ts'

/** A mail on the outbox page. */
export interface Shown extends Letter {
  postedAt: Temporal.Instant
}

type Row = StoredLetter & { created_at: Date }

const COLUMNS = 'id, locale, address, subject, html, body, sealed, created_at'

/** Outgoing mail of a development install that has no mail server. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly mailroom: Mailroom,
  ) {}

  /** Whether this install has one. */
  get exists(): boolean {
    return this.mailroom.showsOutbox
  }

  /** The latest mails, newest first. */
  async latest(limit = 100): Promise<Shown[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM mail WHERE state = 'outbox' ORDER BY created_at DESC, id DESC LIMIT $1`,
      [limit],
    )
    return rows.flatMap((row) => this.shown(row) ?? [])
  }

  /** One mail, opened. */
  async one(id: string): Promise<Shown | undefined> {
    if (!isId(id)) return undefined
    const [row] = await this.database.query<Row>(`SELECT ${COLUMNS} FROM mail WHERE id = $1 AND state = 'outbox'`, [
      id as MailId,
    ])
    return row && this.shown(row)
  }

  private shown(row: Row): Shown | undefined {
    const letter = this.mailroom.open(row)
    return letter && { ...letter, postedAt: Temporal.Instant.fromEpochMilliseconds(row.created_at.getTime()) }
  }
}
