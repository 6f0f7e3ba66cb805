import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { roleWith } from '../../people/role-policy.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { DeskRooms } from '../desk-room.service.ts'
import { VersionForm } from './session-form.ts'

/** Cancelling a session, taking that back, and deleting one that was never released. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda/:code')
export class DeskSessionDeeds {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
  ) {}

  @Post('cancel')
  async cancel(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() form: VersionForm,
  ): Promise<Sendable> {
    const { room, session } = await this.find(ctx, slug, code)
    await this.workingCopy.cancel(room.meeting.id, session.id, form.version, room.person)
    return redirect(`${room.path}/agenda?day=${session.day.toString()}&saved=1`)
  }

  @Post('reinstate')
  async reinstate(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() form: VersionForm,
  ): Promise<Sendable> {
    const { room, session } = await this.find(ctx, slug, code)
    await this.workingCopy.reinstate(room.meeting.id, session.id, form.version, room.person)
    return redirect(`${room.path}/agenda?day=${session.day.toString()}&saved=1`)
  }

  @Get('delete')
  async askToDelete(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { room, session } = await this.find(ctx, slug, code)
    const title = t('plan:delete.ask', { code: session.code })
    return page(ctx, {
      title,
      ...room.frame,
      children: (
        <>
          <DeskHead t={t} title={title} />
          <Form action={`${room.path}/agenda/${session.code}/delete`} class="flow">
            <p>{t('plan:delete.what', { title: wordsOf(session.title, room.meeting, locale).text })}</p>
            <input type="hidden" name="version" value={session.version} />
            <Actions>
              <Button>{t('plan:delete.yes')}</Button>{' '}
              <a href={`${room.path}/agenda/${session.code}`}>{t('plan:delete.no')}</a>
            </Actions>
          </Form>
        </>
      ),
    })
  }

  @Post('delete')
  async delete(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() form: VersionForm,
  ): Promise<Sendable> {
    const { room, session } = await this.find(ctx, slug, code)
    await this.workingCopy.remove(room.meeting.id, session.id, form.version, room.person)
    return redirect(`${room.path}/agenda?day=${session.day.toString()}&saved=1`)
  }

  private async find(ctx: RequestContext, slug: string, code: string) {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    return { room, session: await this.workingCopy.byCode(room.meeting.id, code) }
  }
}
