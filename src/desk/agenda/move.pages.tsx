import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { mergeEdits } from '../../agenda/merge-edits.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { withChanges } from '../../agenda/session.ts'
import { minutesOf, moved, type Move } from '../../agenda/session-move.ts'
import { sessionFields, writtenOn } from '../../agenda/session-row.ts'
import { SessionChangedMeanwhile } from '../../agenda/working-copy-meanwhile.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import type { PersonId } from '../../kernel/id.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { People } from '../../people/people.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { ASSETS } from '../../ui/assets.ts'
import { DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { openChoices, withChoices, type Chosen } from './choices.ts'
import { colleagues } from './colleagues.ts'
import { DayPlanPart } from './day-page.tsx'
import { DayView } from './day-view.service.ts'
import type { EditConflict } from './meanwhile.tsx'
import { MoveFormPart } from './move-form-part.tsx'
import { mergedMove, moveAnswers, moveFrom, MoveForm, typedMove, type MoveAnswers } from './move-form.ts'
import { chosenIn } from './session-answers.ts'
import { dayName } from './words.ts'

/** A move that somebody else was quicker than. */
interface Late {
  meanwhile: SessionChangedMeanwhile
  /** The session as the move would leave it. */
  mine: Session
  chosen: Chosen
}

/** What both changed is to be chosen; all else that they changed is said and stays. */
const conflictOf = ({ meanwhile, mine, chosen }: Late, names: ReadonlyMap<PersonId | null, string>): EditConflict => {
  const { since, expected: base } = meanwhile
  const { session, conflicts } = mergeEdits(mine, since)
  const theirs = since.filter(({ field }) => !conflicts.some((one) => one.field === field))
  return { merged: { session, conflicts, theirs }, who: names.get(since.at(-1)?.by ?? null), chosen, base }
}

const movedTo = (session: Session, move: Move): Session =>
  writtenOn(session, withChanges(sessionFields(session), moved(session, move)))

/** "Move…": another time, day or room for a session, or a place beside another; with the day's plan before one's eyes. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda/:code/move')
export class DeskMovePages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(DayView) private readonly days: DayView,
    @Inject(People) private readonly people: People,
  ) {}

  @Get()
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    const { room, sessions, session } = await this.find(ctx, slug, code)
    return this.show(ctx, room, sessions, session, moveAnswers(session))
  }

  @Post()
  async move(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const { room, sessions, session } = await this.find(ctx, slug, code)
    const parsed = parseForm(MoveForm, body)
    const typed = typedMove(body, session)
    if (parsed.errors) return this.show(ctx, room, sessions, session, typed, parsed.errors)
    const { version, base } = parsed.value
    const chosen = chosenIn(body)
    try {
      const move = moveFrom(parsed.value, sessions)
      const mine = movedTo(session, move)
      // Sent after somebody was quicker: each field that both changed needs a choice.
      const meanwhile = base === undefined ? undefined : await this.workingCopy.changedSince(session, base)
      const conflicts = meanwhile && version === session.version ? mergeEdits(mine, meanwhile.since).conflicts : []
      const fields = openChoices(conflicts, chosen)
      if (meanwhile && fields.length)
        return await this.show(ctx, room, sessions, session, typed, fields, { meanwhile, mine, chosen })
      const { day, start, end, roomId } = withChoices(mine, conflicts, chosen)
      const after = await this.workingCopy.edit(
        room.meeting.id,
        session.id,
        version,
        { day, start, end, room: roomId },
        room.person,
        undefined,
        'session.moved',
      )
      return redirect(`${room.path}/agenda?day=${after.day.toString()}&saved=1`)
    } catch (error) {
      if (error instanceof InvalidInput) {
        // Beside another session there are no fields of a time: what is wrong with it is wrong with the choice.
        const beside = parsed.value.how !== 'time'
        const fields = error.fields.map((field) =>
          beside && ['/start', '/end', '/day'].includes(field.pointer) ? { ...field, pointer: '/other' } : field,
        )
        return this.show(ctx, room, sessions, session, typed, fields)
      }
      if (error instanceof SessionChangedMeanwhile) {
        const now = error.current
        const others = sessions.map((one) => (one.id === now.id ? now : one))
        const meanwhile = await this.workingCopy.changedSince(now, base ?? version)
        const mine = movedTo(now, moveFrom(parsed.value, others))
        return this.show(ctx, room, others, now, typed, [], { meanwhile, mine, chosen })
      }
      throw error
    }
  }

  private async find(ctx: RequestContext, slug: string, code: string) {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const sessions = await this.workingCopy.list(room.meeting.id)
    const session = sessions.find((one) => one.code.toLowerCase() === code.toLowerCase())
    if (!session) throw new NotFound()
    return { room, sessions, session }
  }

  private async show(
    ctx: RequestContext,
    room: DeskRoom,
    sessions: readonly Session[],
    session: Session,
    answers: MoveAnswers,
    fields: readonly FieldError[] = [],
    late?: Late,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, fields)
    const [{ plan, sending }, names] = await Promise.all([
      this.days.of(ctx, room, session.day, sessions),
      colleagues(this.people, late?.meanwhile.since.map(({ by }) => by) ?? []),
    ])
    const conflict = late && conflictOf(late, names)
    const title = t('plan:move.title', { code: session.code })
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        scripts: ['warnings', 'plan'],
        head: <link rel="stylesheet" href={ASSETS.plan} />,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={title} under={wordsOf(session.title, room.meeting, locale).text} />
            <div class="beside moving">
              <aside class="panel" aria-label={title}>
                <MoveFormPart
                  t={t}
                  locale={locale}
                  meeting={room.meeting}
                  path={room.path}
                  session={session}
                  others={sessions}
                  // Theirs where only they changed something, mine elsewhere.
                  answers={
                    conflict
                      ? mergedMove(answers, Object.assign(conflict.merged.session, { version: session.version }))
                      : answers
                  }
                  errors={errors}
                  minutes={minutesOf(session)}
                  conflict={conflict}
                />
              </aside>
              <section aria-label={dayName(session.day, locale)}>
                <h2 class="hidden">{dayName(session.day, locale)}</h2>
                <DayPlanPart {...plan} held={session.id} />
              </section>
            </div>
          </>
        ),
      },
      { ...sending, status: errors.length ? 422 : late ? 409 : 200 },
    )
  }
}
