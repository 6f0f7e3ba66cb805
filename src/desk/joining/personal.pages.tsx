import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { LookedAtIsLost, MOST_PERSONAL_ROWS, PersonalLinks } from '../../checkin/personal-links.service.ts'
import { DomainError } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { problemCode } from '../../platform/http/problem.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { page } from '../../ui/page.tsx'
import { fieldProblems, type FieldProblem } from '../../ui/problems.ts'
import { PastedForm } from '../tables/import.forms.ts'
import { tableFromUpload } from '../tables/table-from-upload.ts'
import { KeepForm } from './joining.forms.ts'
import { OnlineSessions, type AtSession } from './online-sessions.service.ts'
import { GiveLinksPage, LookedAtPage } from './personal-page.tsx'

/** Links of single people into one session: a table is given, each row is looked at, and then they are kept. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting', { stepUp: true }))
@Controller(':locale/desk/:meeting/joining/:code/personal')
export class DeskPersonalLinks {
  constructor(
    @Inject(OnlineSessions) private readonly sessions: OnlineSessions,
    @Inject(PersonalLinks) private readonly links: PersonalLinks,
  ) {}

  @Get()
  async give(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    return this.drawGiving(ctx, await this.sessions.enter(ctx, slug, code))
  }

  @Post()
  @Uploads()
  async look(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Req() request: FastifyRequest,
  ): Promise<HtmlResponse> {
    const at = await this.sessions.enter(ctx, slug, code)
    const { body, files } = await readUpload(request)
    const parsed = parseForm(PastedForm, body)
    if (parsed.errors) return this.drawGiving(ctx, at, fieldProblems(ctx.locale, parsed.errors))
    const { text } = parsed.value
    try {
      const { table } = await tableFromUpload(files.get('file'), text)
      const { room, session, base } = at
      const look = { meeting: room.meeting, session, by: room.person }
      const found = await this.links.look(look, table, text?.trim() ? '/text' : '/file')
      return page(ctx, {
        title: `${session.code} · ${ctx.t('joining:personal.title')}`,
        ...room.frame,
        children: <LookedAtPage ctx={ctx} meeting={room.meeting} session={session} base={base} {...found} />,
      })
    } catch (error) {
      if (!(error instanceof DomainError) || error.fields.length === 0) throw error
      return this.drawGiving(ctx, at, fieldProblems(ctx.locale, error.fields), text)
    }
  }

  @Post('keep')
  async keep(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const at = await this.sessions.enter(ctx, slug, code)
    const { room, session, base } = at
    const { value: form, errors } = parseForm(KeepForm, body)
    if (!form) return this.drawGiving(ctx, at, fieldProblems(ctx.locale, errors))
    try {
      await this.links.keep({ meeting: room.meeting, session, by: room.person }, form.sealed)
    } catch (error) {
      if (!(error instanceof LookedAtIsLost)) throw error
      const message = wordsFor(ctx.locale, `errors:problem.${problemCode(error)}`)
      return this.drawGiving(ctx, at, [{ name: '', message }], undefined, error.status)
    }
    return redirect(`${base}?saved=own`)
  }

  private drawGiving(
    ctx: RequestContext,
    { room, session, base }: AtSession,
    errors: readonly FieldProblem[] = [],
    text?: string,
    status = errors.length ? 422 : 200,
  ): HtmlResponse {
    return page(
      ctx,
      {
        title: `${session.code} · ${ctx.t('joining:personal.title')}`,
        ...room.frame,
        errors,
        children: (
          <GiveLinksPage
            ctx={ctx}
            meeting={room.meeting}
            session={session}
            base={base}
            errors={errors}
            text={text}
            most={MOST_PERSONAL_ROWS}
          />
        ),
      },
      { status },
    )
  }
}
