import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import type { Session } from '../../agenda/session.entity.ts'
import { minutesOf, moved } from '../../agenda/session-move.ts'
import { SessionChangedMeanwhile } from '../../agenda/working-copy-meanwhile.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
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
import { colleagues } from './colleagues.ts'
import { DayPlanPart } from './day-page.tsx'
import { DayView } from './day-view.service.ts'
import { MoveFormPart } from './move-form-part.tsx'
import { moveAnswers, moveFrom, MoveForm, typedMove, type MoveAnswers } from './move-form.ts'
import { dayName } from './words.ts'

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
    try {
      const changes = moved(session, moveFrom(parsed.value, sessions))
      const { id, version } = { id: session.id, version: parsed.value.version }
      const after = await this.workingCopy.edit(
        room.meeting.id,
        id,
        version,
        changes,
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
        return this.show(ctx, room, others, now, { ...typed, version: now.version }, [], error)
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
    meanwhile?: SessionChangedMeanwhile,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, fields)
    const [{ plan, sending }, names] = await Promise.all([
      this.days.of(ctx, room, session.day, sessions),
      colleagues(this.people, meanwhile?.since.map(({ by }) => by) ?? []),
    ])
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
                  answers={answers}
                  errors={errors}
                  minutes={minutesOf(session)}
                  meanwhile={meanwhile}
                  who={names.get(meanwhile?.since.at(-1)?.by ?? null)}
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
      { ...sending, status: errors.length ? 422 : meanwhile ? 409 : 200 },
    )
  }
}
