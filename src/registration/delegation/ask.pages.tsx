import { Controller, Get, Injectable, Param, Post, Req, type OnModuleInit } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { ComponentChildren } from 'preact'
import type { FastifyRequest } from 'fastify'
import { delegationName } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { RequestAnswered } from '../../delegations/focal-point.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { readUpload, Uploads, type ReceivedFile } from '../../platform/files/read-upload.ts'
import { inspect } from '../../platform/files/sniff.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { Axis, PageHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { Terms } from '../../ui/terms.tsx'
import { OwnPageSections, type OwnPageSection } from '../own/own-page-sections.ts'
import type { OwnRegistration } from '../own/own.ts'
import { AskForm } from './delegation.forms.ts'
import { askPage, type AskedFor } from './ask-page.tsx'
import { delegationFrom } from './asked-delegation.ts'
import { delegationPath } from './delegation-page.tsx'

type Answer = Promise<HtmlResponse | RedirectResponse>

/** Where focal points find their delegation, and where who is none asks to become one. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/:meeting/delegation')
export class AskPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
    private readonly limits: RateLimits,
  ) {}

  @Get()
  async find(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Answer {
    if (!ctx.reader) throw new NotFound()
    const { t, locale } = ctx
    const meeting = await this.meetings.named(slug)
    const led = await this.delegations.ledBy(meeting.id, ctx.reader.person)
    const [first] = led
    if (!first) return this.draw(ctx, meeting, {})
    if (led.length === 1) return redirect(delegationPath(locale, meeting, first.id))
    return page(
      ctx,
      {
        title: t('delegation:choose.heading'),
        meeting: frameOf(meeting, locale),
        section: 'me',
        children: (
          <>
            <PageHead
              t={t}
              rail={t('delegation:rail')}
              title={t('delegation:choose.heading')}
              lead={t('delegation:choose.lead')}
            />
            <div class="axis">
              <ul>
                {led.map((each) => (
                  <li>
                    <a href={delegationPath(locale, meeting, each.id)}>{delegationName(each, locale)}</a>
                  </li>
                ))}
              </ul>
            </div>
          </>
        ),
      },
      { cache: 'private' },
    )
  }

  @Get('ask')
  async form(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Answer {
    return this.draw(ctx, await this.meetings.named(slug), {})
  }

  @Uploads()
  @Post('ask')
  async ask(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Req() request: FastifyRequest): Answer {
    if (!ctx.reader) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    await this.limits.take('uploaded-by', ctx.reader.person)
    const { body, files } = await readUpload(request)
    const { value: form, errors } = parseForm(AskForm, body)
    if (errors) return this.draw(ctx, meeting, {}, errors)
    const { of, problems } = delegationFrom(form, meeting)
    const { file, problem } = await noteFrom(files.get('note'))
    if (!of || problem) return this.draw(ctx, meeting, form, [...problems, ...(problem ? [problem] : [])])
    try {
      await this.focalPoints.ask(meeting.id, of, { person: ctx.reader.person, note: file })
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(ctx, meeting, form, error.fields)
      throw error
    }
    return redirect(`/${ctx.locale}/${meeting.slug}/delegation/ask`)
  }

  @Uploads()
  @Post('ask/:request/note')
  async replaceNote(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('request') id: string,
    @Req() request: FastifyRequest,
  ): Answer {
    if (!ctx.reader) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    await this.limits.take('uploaded-by', ctx.reader.person)
    const { files } = await readUpload(request)
    const { file, problem } = await noteFrom(files.get(`note-${id}`), `/note-${id}`)
    if (problem) return this.draw(ctx, meeting, {}, [problem])
    try {
      await this.focalPoints.replaceNote(meeting.id, id, { person: ctx.reader.person, note: file })
    } catch (error) {
      // Answered in between: the page says how.
      if (!(error instanceof RequestAnswered)) throw error
    }
    return redirect(`/${ctx.locale}/${meeting.slug}/delegation/ask`)
  }

  private async draw(
    ctx: RequestContext,
    meeting: Meeting,
    typed: AskedFor,
    problems: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    if (!ctx.reader) throw new NotFound()
    const asked = await this.focalPoints.ofPerson(meeting.id, ctx.reader.person)
    const before = await Promise.all(
      asked.map(async (focalPoint) => ({
        focalPoint,
        delegation: await this.delegations.one(meeting.id, focalPoint.delegation),
      })),
    )
    return askPage({ ctx, meeting, typed, before, errors: fieldProblems(ctx.locale, problems) })
  }
}

/** The note verbale that came, or what is wrong with it. */
export const noteFrom = async (file: ReceivedFile | undefined, pointer = '/note'): ReturnType<typeof inspect> =>
  file ? inspect(file, 'note-verbale', pointer) : { problem: { pointer, message: 'file.missing' } }

/** On a person's own page: their delegation, as what it names them, and the way to its page or to becoming its focal point. */
@Injectable()
export class DelegationSection implements OwnPageSection, OnModuleInit {
  readonly order = 70

  constructor(
    private readonly sections: OwnPageSections,
    private readonly delegations: Delegations,
  ) {}

  onModuleInit(): void {
    this.sections.add(this)
  }

  async draw(ctx: RequestContext, meeting: Meeting, own: OwnRegistration): Promise<ComponentChildren> {
    if (!ctx.reader || !own.claim) return undefined
    const { t, locale } = ctx
    const led = await this.delegations.ledBy(meeting.id, ctx.reader.person)
    const base = `/${locale}/${meeting.slug}/delegation`
    return (
      <Axis title={t('delegation:own.title')} screen={led.length === 0}>
        {led.length > 0 ? (
          <Terms
            terms={led.map((each) => ({
              term: delegationName(each, locale),
              detail: t('delegation:own.leads'),
              action: <a href={delegationPath(locale, meeting, each.id)}>{t('delegation:own.open')}</a>,
            }))}
          />
        ) : (
          <p>
            <a href={`${base}/ask`}>{t('delegation:own.ask')}</a>
          </p>
        )}
      </Axis>
    )
  }
}
