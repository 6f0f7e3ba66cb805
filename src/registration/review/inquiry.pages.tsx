import { Body, Controller, Get, Injectable, Param, Post, type OnModuleInit } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { isId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { ActionLink, Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis, PageHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { Textarea } from '../../ui/textarea.tsx'
import { ownPath } from '../form/form-views.tsx'
import { OwnPageSections } from '../own/own-page-sections.ts'
import { can } from '../states.ts'
import { Registrations } from '../registrations.service.ts'
import { Inquiries, WORDS_LIMIT, type Inquiry } from './inquiries.service.ts'

/** What somebody answers. */
export class AnswerForm {
  @IsOptional() @IsString() @MaxLength(20_000) answer?: string
}

/** Says on a person's own page that something is asked of them; what was answered stays readable there. */
@Injectable()
export class InquirySection implements OnModuleInit {
  constructor(
    private readonly sections: OwnPageSections,
    private readonly inquiries: Inquiries,
  ) {}

  onModuleInit(): void {
    this.sections.add({
      order: 3,
      draw: async (ctx, meeting, own) => {
        const asked = await this.inquiries.of(own.id)
        if (asked.length === 0) return undefined
        const { t, locale } = ctx
        const open = asked.filter((each) => each.answer === null && can('answer', own.state))
        const path = `${ownPath(locale, meeting)}/questions`
        return (
          <Axis title={open.length ? t('review:own.title') : t('review:own.answered')}>
            <div class="flow">
              {open.map((inquiry) => (
                <p>
                  <strong>{inquiry.question}</strong>
                  <br />
                  <ActionLink href={path} about={inquiry.question}>
                    {t('review:own.answer')}
                  </ActionLink>
                </p>
              ))}
              {open.length === 0 && (
                <p>
                  <a href={path}>{t('review:own.read')}</a>
                </p>
              )}
            </div>
          </Axis>
        )
      },
    })
  }
}

/** Where somebody reads what is asked of them, and answers. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/:meeting/me/questions')
export class InquiryPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly registrations: Registrations,
    private readonly inquiries: Inquiries,
  ) {}

  @Get()
  async read(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.show(ctx, await this.meetings.named(slug))
  }

  @Post(':id')
  async answer(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const meeting = await this.meetings.named(slug)
    if (!ctx.reader || !isId(id)) throw new NotFound()
    const { value, errors } = parseForm(AnswerForm, body)
    if (errors) return this.show(ctx, meeting, { id, typed: '', errors })
    try {
      await this.inquiries.answer(meeting, ctx.reader.person, id, value.answer ?? '')
    } catch (error) {
      if (error instanceof InvalidInput)
        return this.show(ctx, meeting, { id, typed: value.answer ?? '', errors: error.fields })
      throw error
    }
    return redirect(`${ownPath(ctx.locale, meeting)}/questions`)
  }

  private async show(
    ctx: RequestContext,
    meeting: Meeting,
    sent?: { id: string; typed: string; errors: readonly FieldError[] },
  ): Promise<HtmlResponse> {
    const { t, locale, reader } = ctx
    const own = reader && (await this.registrations.own(meeting, reader.person))
    if (!own) throw new NotFound()
    const asked = await this.inquiries.of(own.id)
    // Two questions may be open: each has a form, and the error belongs to the one that was sent.
    const errors = sent && fieldProblems(locale, sent.errors).map((each) => ({ ...each, name: nameIn(sent.id) }))
    const open = asked.filter((each) => each.answer === null && can('answer', own.state))
    const moment = (at: Temporal.Instant) => formatInstant(at, meeting.timeZone, locale, { year: false })
    const title = open.length ? t('review:own.title') : t('review:own.answered')
    return page(
      ctx,
      {
        title,
        meeting: frameOf(meeting, locale),
        section: 'me',
        errors,
        children: (
          <>
            <PageHead
              t={t}
              rail={t('registration:rail.registration')}
              errors={errors}
              title={title}
              lead={open.length ? t('review:own.lead') : asked.length ? t('review:own.thanks') : t('review:own.none')}
            />
            {asked.map((inquiry) => (
              <Axis title={moment(inquiry.askedAt)}>
                <div class="flow">
                  <p>
                    <strong>{inquiry.question}</strong>
                  </p>
                  {open.includes(inquiry) ? (
                    <AnswerTo ctx={ctx} path={ownPath(locale, meeting)} inquiry={inquiry} sent={sent} />
                  ) : (
                    <>
                      <p>{inquiry.answer}</p>
                      {inquiry.answeredAt && (
                        <p class="quiet">{t('review:own.answeredOn', { moment: moment(inquiry.answeredAt) })}</p>
                      )}
                    </>
                  )}
                </div>
              </Axis>
            ))}
            <div class="axis">
              <p>
                <a href={ownPath(locale, meeting)}>{t('registration:back.me')}</a>
              </p>
            </div>
          </>
        ),
      },
      { status: errors?.length ? 422 : 200, cache: 'private' },
    )
  }
}

const nameIn = (id: string): string => `answer-${id}`

const AnswerTo = ({
  ctx: { t, locale },
  path,
  inquiry,
  sent,
}: {
  ctx: RequestContext
  path: string
  inquiry: Inquiry
  sent: { id: string; typed: string; errors: readonly FieldError[] } | undefined
}) => (
  <Form class="form" action={`${path}/questions/${inquiry.id}`}>
    <Textarea
      t={t}
      name="answer"
      id={nameIn(inquiry.id)}
      label={t('review:own.your')}
      hint={t('review:own.yourHint')}
      rows={5}
      maxlength={WORDS_LIMIT}
      value={sent?.id === inquiry.id ? sent.typed : ''}
      error={
        sent?.id === inquiry.id
          ? problemOf(
              fieldProblems(locale, sent.errors).map((each) => ({ ...each, name: 'answer' })),
              'answer',
            )
          : undefined
      }
    />
    <Actions>
      <Button>{t('review:own.send')}</Button>
    </Actions>
  </Form>
)
