import { randomUUID } from 'node:crypto'
import { Body, Controller, HttpCode, Inject, Param, Post, Query } from '@nestjs/common'
import { renderToString } from 'preact-render-to-string'
import { instantsOf, withChanges, type SessionFields } from '../../agenda/session.ts'
import { Session } from '../../agenda/session.entity.ts'
import { moved } from '../../agenda/session-move.ts'
import { sessionFields, writtenOn } from '../../agenda/session-row.ts'
import { isAbout } from '../../agenda/warnings.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { HtmlResponse } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { AgendaWarnings } from './agenda-warnings.service.ts'
import { moveFrom, MoveForm } from './move-form.ts'
import { changesFrom, NewSessionForm, SessionForm } from './session-form.ts'
import { Warnings } from './warnings.tsx'

/** The warnings of what is being typed, as a piece of a page for `browser/warnings.js`; nothing is kept. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda')
export class DeskLiveWarnings {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(AgendaWarnings) private readonly warnings: AgendaWarnings,
  ) {}

  @Post('new/warnings')
  @HttpCode(200)
  async ofNew(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() body: unknown,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const empty = Object.assign(new Session(), {
      id: asId<'Session'>(randomUUID()),
      code: '',
      access: { attend: 'everyone', show: 'programme' },
      status: 'confirmed',
    })
    const typed = valueOf(parseForm(NewSessionForm, body))
    return this.show(ctx, room, await this.workingCopy.list(room.meeting.id), empty, changesFrom(typed))
  }

  @Post(':code/warnings')
  @HttpCode(200)
  async of(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
    @Query('move') move?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const sessions = await this.workingCopy.list(room.meeting.id)
    const session = sessions.find((one) => one.code.toLowerCase() === code.toLowerCase())
    if (!session) throw new NotFound()
    const typed =
      move === undefined
        ? changesFrom(valueOf(parseForm(SessionForm, body)))
        : withChanges(sessionFields(session), moved(session, moveFrom(valueOf(parseForm(MoveForm, body)), sessions)))
    return this.show(ctx, room, sessions, session, typed)
  }

  private async show(
    { t, locale }: RequestContext,
    room: DeskRoom,
    sessions: readonly Session[],
    session: Session,
    typed: SessionFields,
  ): Promise<HtmlResponse> {
    const { meeting, path } = room
    const span = instantsOf(typed, meeting.timeZone)
    const would = Object.assign(writtenOn(session, typed), {
      startsAt: span?.startsAt ?? null,
      endsAt: span?.endsAt ?? null,
    })
    const all = [...sessions.filter(({ id }) => id !== session.id), would]
    const warnings = (await this.warnings.judge(room, all)).warnings(all).filter((one) => isAbout(one, session))
    return new HtmlResponse(
      renderToString(
        <>
          <h3>{t('plan:warning.live')}</h3>
          <Warnings t={t} locale={locale} meeting={meeting} path={path} warnings={warnings} here />
        </>,
      ),
    )
  }
}

/** @throws InvalidInput */
const valueOf = <T,>(parsed: { value: T; errors?: never } | { value?: never; errors: readonly FieldError[] }): T => {
  if (parsed.errors) throw new InvalidInput({ fields: parsed.errors })
  return parsed.value
}
