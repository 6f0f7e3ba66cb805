import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { asId, isId, type FileId, type PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import type { SoundFile } from '../../platform/files/sniff.ts'
import { StoredFiles, type FileEntry } from '../../platform/files/stored-files.service.ts'
import type { Answers } from '../registration.ts'
import { questionsOf } from './badge-questions.ts'
import { filePurposeOf } from './file-questions.ts'

/** Files that came with a form, by question; null where the one that was given before is taken back. */
export type Uploads = ReadonlyMap<string, SoundFile | null>

const fileIn = (answer: string | undefined): FileId | undefined =>
  answer && isId(answer) ? asId<'File'>(answer) : undefined

/** Keeps the files that answer questions. Nobody names a file by its id: an answer is what was uploaded, or what it was. */
@Injectable()
export class AnswerFiles {
  constructor(private readonly files: StoredFiles) {}

  /** The answers with what was uploaded kept; `before` is what was answered until now, and wins over ids that were sent. */
  async settle(
    tx: EntityManager,
    meeting: Meeting,
    by: PersonId,
    given: Answers,
    before: Answers,
    uploads: Uploads = new Map(),
  ): Promise<{ answers: Answers; before: Answers }> {
    const now: Record<string, string> = { ...before }
    for (const question of this.asking(meeting)) {
      const upload = uploads.get(question.id)
      if (upload === undefined) continue
      if (upload === null) delete now[question.id]
      else
        now[question.id] = await this.files.keep(tx, {
          meeting: meeting.id,
          purpose: filePurposeOf(question),
          name: upload.name,
          bytes: upload.bytes,
          by,
          pointer: `/answers/${question.id}`,
        })
    }
    const files = Object.fromEntries(this.asking(meeting).map(({ id }) => [id, now[id] ?? '']))
    return { answers: { ...given, ...files }, before: now }
  }

  /** Removes files for good that were answers before and are not any more. */
  async dropUnused(tx: EntityManager, meeting: Meeting, before: Answers, after: Answers): Promise<void> {
    for (const { id } of this.asking(meeting)) {
      const file = fileIn(before[id])
      if (file && after[id] !== before[id]) await this.files.drop(tx, file)
    }
  }

  /** What is known of the files among somebody's answers, by question. */
  async named(meeting: Meeting, answers: Answers): Promise<ReadonlyMap<string, FileEntry>> {
    const ids = this.asking(meeting).flatMap(({ id }) => {
      const file = fileIn(answers[id])
      return file ? [[id, file] as const] : []
    })
    if (ids.length === 0) return new Map()
    const found = await this.files.entries(ids.map(([, file]) => file))
    return new Map(
      ids.flatMap(([id, file]) => {
        const entry = found.get(file)
        return entry ? [[id, entry] as const] : []
      }),
    )
  }

  private asking(meeting: Meeting): Question[] {
    return questionsOf(meeting.registration).filter(({ type }) => type === 'file')
  }
}
