import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import { IsInt, Max, Min } from 'class-validator'
import { ChangedMeanwhile, DomainError, InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { problemCode } from '../../platform/http/problem.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { NeedsFields } from '../../registration/form/form-steps.tsx'
import { questionsOf } from '../../registration/questions/badge-questions.ts'
import type { QuestionDraft } from '../../registration/questions/question.ts'
import { QuestionBeforeItsCondition, Questions, versionOf } from '../../registration/questions/questions.service.ts'
import { Actions, ButtonLink } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, type FieldProblem } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { draftFrom, QuestionForm } from './question-form.ts'
import { QuestionFormPage } from './question-form-page.tsx'
import { QuestionsTable, RetiredTable } from './questions-list.tsx'

/** Where a question is moved to. */
export class MoveForm {
  @Type(() => Number) @IsInt() @Min(0) @Max(1000) to: number
}

const BLANK: QuestionDraft = { type: 'short-text', required: false, label: {} }

/** The organiser's questions on the registration form: in their order, with how many have answered. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting'))
@Controller(':locale/desk/:meeting/questions')
export class DeskQuestionPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Questions) private readonly questions: Questions,
  ) {}

  @Get()
  async list(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.drawList(ctx, await this.rooms.enter(ctx, slug, 'questions'))
  }

  @Get('new')
  async blank(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.drawForm(ctx, await this.rooms.enter(ctx, slug, 'questions'), BLANK)
  }

  @Get('preview')
  async preview(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const room = await this.rooms.enter(ctx, slug, 'questions')
    const all = questionsOf(room.meeting.registration).filter(({ retired }) => !retired)
    return page(ctx, {
      title: t('questions:previewTitle'),
      ...room.frame,
      scripts: ['follow', 'combobox'],
      children: (
        <>
          <DeskHead t={t} title={t('questions:previewTitle')} under={t('questions:previewLead')}>
            <a href={`${room.path}/questions`}>{t('questions:form.back')}</a>
          </DeskHead>
          <form class="form" aria-label={t('questions:previewTitle')}>
            <NeedsFields
              t={t}
              locale={locale}
              meeting={room.meeting}
              questions={all}
              asked={all}
              answers={{}}
              files={new Map()}
              language={locale}
            />
          </form>
        </>
      ),
    })
  }

  @Get(':question')
  async one(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') id: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'questions')
    const kept = named(room.meeting, id)
    return this.drawForm(ctx, room, kept, { kept, seen: versionOf(kept) })
  }

  @Post()
  async add(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'questions')
    return this.take(ctx, room, body, undefined, (draft) => this.questions.add(room.meeting, draft, room.person))
  }

  @Post(':question')
  async change(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') id: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'questions')
    const kept = named(room.meeting, id)
    return this.take(ctx, room, body, kept, (draft, seen) =>
      this.questions.change(room.meeting, id, seen, draft, room.person),
    )
  }

  @Post(':question/move')
  async move(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') id: string,
    @Body() { to }: MoveForm,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'questions')
    try {
      await this.questions.move(room.meeting, id, to, room.person)
    } catch (error) {
      if (!(error instanceof QuestionBeforeItsCondition)) throw error
      return this.drawList(ctx, room, error)
    }
    return redirect(`${room.path}/questions`)
  }

  @Post(':question/retire')
  async retire(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') id: string,
  ): Promise<Sendable> {
    return this.setRetired(ctx, slug, id, true)
  }

  @Post(':question/restore')
  async restore(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') id: string,
  ): Promise<Sendable> {
    return this.setRetired(ctx, slug, id, false)
  }

  private async setRetired(ctx: RequestContext, slug: string, id: string, retired: boolean): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'questions')
    await this.questions.retire(room.meeting, id, retired, room.person)
    return redirect(`${room.path}/questions`)
  }

  private async take(
    ctx: RequestContext,
    room: DeskRoom,
    body: unknown,
    kept: Question | undefined,
    save: (draft: QuestionDraft, seen: string | undefined) => Promise<Question>,
  ): Promise<Sendable> {
    const { value: form, errors } = parseForm(QuestionForm, body)
    if (!form) return this.drawForm(ctx, room, kept ?? BLANK, { ...(kept && { kept }), fields: errors })
    const { draft, problems } = draftFrom(form)
    const again = (fields: readonly FieldError[], refused?: DomainError) =>
      this.drawForm(ctx, room, draft, { ...(kept && { kept }), seen: form.seen, fields, refused })
    if (problems.length) {
      const others = await this.questions.problemsOf(room.meeting, draft, kept?.id)
      // What it follows from is said already, more exactly.
      return again([...others.filter(({ pointer }) => pointer !== '/appliesTo/answer'), ...problems])
    }
    try {
      await save(draft, form.seen)
    } catch (error) {
      if (error instanceof InvalidInput) return again(error.fields)
      if (error instanceof ChangedMeanwhile) return again([], error)
      throw error
    }
    return redirect(`${room.path}/questions`)
  }

  private async drawList(ctx: RequestContext, room: DeskRoom, refused?: DomainError): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting } = room
    const base = `${room.path}/questions`
    const answered = await this.questions.answered(meeting.id)
    const errors = refused ? [problemWords(ctx, refused)] : []
    const props = { t, locale, meeting, base, answered }
    const all = meeting.registration.questions
    return page(
      ctx,
      {
        title: t('questions:title'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={t('questions:title')} under={t('questions:lead')}>
              <Actions>
                <ButtonLink href={`${base}/new`}>{t('questions:add')}</ButtonLink>{' '}
                <a href={`${base}/preview`}>{t('questions:preview')}</a>
              </Actions>
            </DeskHead>
            {all.some(({ retired }) => !retired) ? (
              <QuestionsTable {...props} />
            ) : (
              <Empty>
                <p>{t('questions:none')}</p>
              </Empty>
            )}
            {all.some(({ retired }) => retired) && (
              <section class="panel">
                <h2 id="retired">{t('questions:retiredTitle')}</h2>
                <RetiredTable {...props} />
              </section>
            )}
          </>
        ),
      },
      { status: refused?.status ?? 200 },
    )
  }

  private async drawForm(
    ctx: RequestContext,
    room: DeskRoom,
    draft: QuestionDraft,
    {
      kept,
      seen,
      fields = [],
      refused,
    }: {
      kept?: Question
      seen?: string | undefined
      fields?: readonly FieldError[]
      refused?: DomainError | undefined
    } = {},
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting } = room
    const base = `${room.path}/questions`
    const errors = [...fieldProblems(locale, fields), ...(refused ? [problemWords(ctx, refused)] : [])]
    const title = kept ? t('questions:form.change') : t('questions:form.new')
    const answered = kept ? ((await this.questions.answered(meeting.id)).get(kept.id) ?? 0) : 0
    return page(
      ctx,
      {
        title: kept ? wordsOf(kept.label, meeting, locale).text : title,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={title}
              under={kept && t('questions:about', { question: wordsOf(kept.label, meeting, locale).text })}
            >
              <a href={base}>{t('questions:form.back')}</a>
            </DeskHead>
            <QuestionFormPage
              t={t}
              locale={locale}
              meeting={meeting}
              base={base}
              action={kept ? `${base}/${kept.id}` : base}
              draft={draft}
              kept={kept}
              seen={seen}
              answered={answered}
              errors={errors}
            />
          </>
        ),
      },
      { status: fields.length ? 422 : (refused?.status ?? 200) },
    )
  }
}

const problemWords = ({ locale }: RequestContext, problem: DomainError): FieldProblem => ({
  name: '',
  message: wordsFor(locale, `errors:problem.${problemCode(problem)}`, problem.params),
})

/** @throws NotFound */
const named = (meeting: Meeting, id: string): Question => {
  const found = meeting.registration.questions.find((question) => question.id === id)
  if (!found) throw new NotFound()
  return found
}
