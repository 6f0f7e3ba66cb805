import { Inject, Injectable } from '@nestjs/common'
import type { ComponentChildren } from 'preact'
import type { SessionChanges } from '../../agenda/session.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { WorkingCopyChangedMeanwhile } from '../../agenda/working-copy-meanwhile.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { DomainError, InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import type { SessionId } from '../../kernel/id.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { problemCode } from '../../platform/http/problem.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { hasWords, wordsFor } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, type FieldProblem } from '../../ui/problems.ts'
import type { DeskRoom } from '../desk-room.service.ts'
import { AgendaWarnings } from './agenda-warnings.service.ts'
import { Preview, wouldBe } from './preview.tsx'

/** A change of many sessions: its page asks, shows what would come of it, then does it. */
export interface ManyChanges {
  action: 'rooms.swapped' | 'sessions.shifted'
  /** `/en/desk/unnm-2022/agenda/shift` */
  address: string
  day: string
  title: string
  lead: string
  /** What was answered, to be sent again with the button that does it. */
  answers: Readonly<Record<string, string>>
  /** The questions; they are sent by GET, so that what is shown has an address. */
  questions: (errors: readonly FieldProblem[]) => ComponentChildren
  look: string
  button: (count: number) => string
  /** Absent while the questions are not answered. */
  changes?: (sessions: readonly Session[]) => ReadonlyMap<SessionId, SessionChanges>
  fields?: readonly FieldError[]
}

/** Shows and does changes of many sessions. */
@Injectable()
export class ManyAtOnce {
  constructor(
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(AgendaWarnings) private readonly warnings: AgendaWarnings,
  ) {}

  /** Does what was looked at; shows it again when the agenda is not the one that was looked at. */
  async do(ctx: RequestContext, room: DeskRoom, many: ManyChanges, version: number): Promise<Sendable> {
    if (!many.changes || many.fields?.length) return this.show(ctx, room, many)
    try {
      const changes = many.changes(await this.workingCopy.list(room.meeting.id))
      await this.workingCopy.editAll(room.meeting.id, version, changes, room.person, many.action)
      return redirect(`${room.path}/agenda?day=${many.day}&saved=1`)
    } catch (error) {
      if (error instanceof WorkingCopyChangedMeanwhile) return this.show(ctx, room, many, true)
      if (error instanceof DomainError) return this.show(ctx, room, many)
      throw error
    }
  }

  async show(ctx: RequestContext, room: DeskRoom, many: ManyChanges, movedMeanwhile = false): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, path } = room
    const { fields = [], address, answers, title } = many
    const before = await this.workingCopy.list(meeting.id)
    let preview: { changes: ReadonlyMap<SessionId, SessionChanges>; after: Session[] } | undefined
    const errors: FieldProblem[] = fieldProblems(locale, fields)
    try {
      const changes = errors.length ? undefined : many.changes?.(before)
      if (changes) preview = { changes, after: wouldBe(before, changes, meeting) }
    } catch (error) {
      if (error instanceof InvalidInput) errors.push(...fieldProblems(locale, error.fields))
      else if (error instanceof DomainError) errors.push({ name: '', message: problemWords(locale, error) })
      else throw error
    }
    const judge = preview && (await this.warnings.judge(room, before))
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={title} under={many.lead} />
            <section class="panel">
              <Form action={address} method="get" class="form">
                {many.questions(errors)}
                <Actions>
                  <Button second={preview !== undefined}>{many.look}</Button>{' '}
                  <a href={`${path}/agenda?day=${many.day}`}>{t('desk:session.back')}</a>
                </Actions>
              </Form>
            </section>
            {preview && judge && (
              <section class="panel" aria-labelledby="moves">
                <h2 id="moves">{t('plan:preview.what')}</h2>
                <Preview
                  t={t}
                  locale={locale}
                  meeting={meeting}
                  path={path}
                  before={before}
                  after={preview.after}
                  changes={preview.changes}
                  judge={judge}
                  movedMeanwhile={movedMeanwhile}
                />
                {preview.changes.size > 0 && (
                  <Form action={address}>
                    <input type="hidden" name="workingVersion" value={meeting.workingVersion} />
                    {Object.entries(answers).map(([name, value]) => (
                      <input type="hidden" name={name} value={value} />
                    ))}
                    <p class="hint">{t('plan:move.nobodyTold')}</p>
                    <Actions>
                      <Button>{many.button(preview.changes.size)}</Button>
                    </Actions>
                  </Form>
                )}
              </section>
            )}
          </>
        ),
      },
      { status: errors.length ? 422 : movedMeanwhile ? 409 : 200 },
    )
  }
}

const problemWords = (locale: RequestContext['locale'], error: DomainError): string => {
  const key = `errors:problem.${problemCode(error)}`
  return wordsFor(locale, hasWords(key) ? key : 'errors:problem.invalid-input', error.params)
}
