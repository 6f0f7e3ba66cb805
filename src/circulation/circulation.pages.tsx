import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsIn } from 'class-validator'
import { NotFound, type FieldError } from '../kernel/domain-error.ts'
import type { PersonId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { parseForm } from '../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, SECRET_ADDRESS, SIGNED_IN } from '../platform/policies/policy.ts'
import { Actions, Button, Form } from '../ui/actions.tsx'
import { PageHead } from '../ui/axis.tsx'
import { Note } from '../ui/note.tsx'
import { page } from '../ui/page.tsx'
import { fieldProblems, problemOf } from '../ui/problems.ts'
import { RadioChoices } from '../ui/radio-choices.tsx'
import { MailStops } from './mail-stops.service.ts'

/** What somebody chooses. */
class MailForm {
  @IsIn(['mine', 'none'])
  changes: 'mine' | 'none'
}

/** Which mail somebody gets about a meeting: chosen when signed in, or stopped at a signed address without. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/:meeting/me/mail')
export class CirculationPages {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(MailStops) private readonly stops: MailStops,
  ) {}

  @Get()
  async choice(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    const { meeting, person } = await this.asker(ctx, slug)
    return this.show(ctx, meeting, await this.stops.isStopped(meeting.id, person), [], saved !== undefined)
  }

  @Post()
  async choose(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const { meeting, person } = await this.asker(ctx, slug)
    const { value, errors } = parseForm(MailForm, body)
    if (errors) return this.show(ctx, meeting, await this.stops.isStopped(meeting.id, person), errors, false)
    await this.stops[value.changes === 'none' ? 'stop' : 'resume'](meeting.id, person)
    return redirect(`/${ctx.locale}/${slug}/me/mail?saved`)
  }

  /** Only asks: programs that look into mail open every link in it. */
  @Get(':secret')
  @Policy(SECRET_ADDRESS)
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('secret') secret: string,
  ): Promise<HtmlResponse> {
    const { meeting, person } = await this.named(slug, secret)
    return this.stopPage(ctx, meeting, secret, await this.stops.isStopped(meeting.id, person))
  }

  /** The button on that page; mail programs press it with one click (RFC 8058). */
  @Post(':secret')
  @HttpCode(200)
  @Policy(SECRET_ADDRESS)
  async stop(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('secret') secret: string,
  ): Promise<HtmlResponse> {
    const { meeting, person } = await this.named(slug, secret)
    await this.stops.stop(meeting.id, person)
    return this.stopPage(ctx, meeting, secret, true)
  }

  private async asker(ctx: RequestContext, slug: string): Promise<{ meeting: Meeting; person: PersonId }> {
    if (!ctx.reader) throw new NotSignedIn()
    return { meeting: await this.meetings.named(slug), person: ctx.reader.person }
  }

  private async named(slug: string, secret: string): Promise<{ meeting: Meeting; person: PersonId }> {
    const meeting = await this.meetings.named(slug)
    const person = this.stops.personOf(meeting.id, secret)
    if (!person) throw new NotFound()
    return { meeting, person }
  }

  private show(
    ctx: RequestContext,
    meeting: Meeting,
    stopped: boolean,
    fields: readonly FieldError[],
    saved: boolean,
  ): HtmlResponse {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, fields)
    return page(
      ctx,
      {
        title: t('circulation:choice.title'),
        meeting: frameOf(meeting, locale),
        section: 'me',
        errors,
        children: (
          <>
            <PageHead
              t={t}
              rail={t('circulation:choice.rail')}
              errors={errors}
              title={t('circulation:choice.title')}
              lead={t('circulation:choice.lead')}
            >
              {saved && (
                <Note>
                  <p role="status">{t('circulation:choice.saved')}</p>
                </Note>
              )}
            </PageHead>
            <div class="axis">
              <Form action={`/${locale}/${meeting.slug}/me/mail`} class="form">
                <RadioChoices
                  t={t}
                  name="changes"
                  label={t('circulation:choice.changes')}
                  choices={[
                    {
                      value: 'mine',
                      label: t('circulation:choice.mine'),
                      note: t('circulation:choice.mineNote'),
                    },
                    { value: 'none', label: t('circulation:choice.none'), note: t('circulation:choice.noneNote') },
                  ]}
                  value={stopped ? 'none' : 'mine'}
                  error={problemOf(errors, 'changes')}
                />
                <Actions>
                  <Button>{t('circulation:choice.save')}</Button>{' '}
                  <a href={`/${locale}/${meeting.slug}/me`}>{t('circulation:choice.back')}</a>
                </Actions>
              </Form>
            </div>
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }

  private stopPage(ctx: RequestContext, meeting: Meeting, secret: string, stopped: boolean): HtmlResponse {
    const { t, locale } = ctx
    const path = `/${locale}/${meeting.slug}/me/mail`
    return page(ctx, {
      title: stopped ? t('circulation:stop.done') : t('circulation:stop.title'),
      meeting: frameOf(meeting, locale),
      children: (
        <>
          <PageHead
            t={t}
            rail={t('circulation:choice.rail')}
            title={stopped ? t('circulation:stop.done') : t('circulation:stop.title')}
            lead={stopped ? t('circulation:stop.doneLead') : t('circulation:stop.lead')}
          />
          <div class="axis">
            {stopped ? (
              <p>
                <a href={path}>{t('circulation:stop.again')}</a>
              </p>
            ) : (
              <Form action={`${path}/${secret}`}>
                <Actions>
                  <Button>{t('circulation:stop.do')}</Button>
                </Actions>
              </Form>
            )}
          </div>
        </>
      ),
    })
  }
}
