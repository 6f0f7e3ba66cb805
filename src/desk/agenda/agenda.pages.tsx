import { randomBytes } from 'node:crypto'
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { Publishing } from '../../agenda/publishing.service.ts'
import { SessionChangedMeanwhile, WorkingCopy } from '../../agenda/working-copy.service.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { Clock } from '../../platform/clock.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { contentSecurityPolicy } from '../../platform/http/security.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { roleWith } from '../../people/role-policy.ts'
import { ActionLink, Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, type FieldProblem } from '../../ui/problems.ts'
import { State } from '../../ui/state.tsx'
import { labelWords } from '../../ui/release-banner.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { DayPage } from './day-page.tsx'
import { changesFrom, RuleForm, ruleFrom, SessionForm, VersionForm } from './session-form.ts'
import { answersOf, FieldNames, RuleFormPart, SessionFormPage, type SessionAnswers } from './session-fields.tsx'

/** The organisers' pages of the working copy: the plan of a day, and each session's form. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda')
export class DeskAgendaPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  @Get()
  async day(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('day') asked?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const { meeting, path } = room
    const [sessions, review] = await Promise.all([
      this.workingCopy.list(meeting.id),
      this.publishing.review(meeting.id),
    ])
    const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    const date =
      meeting.days.find((day) => day.date.toString() === asked)?.date ??
      meeting.days.find((day) => day.date.equals(today))?.date ??
      meeting.days[0]!.date
    const nonce = randomBytes(16).toString('base64')
    const policy = contentSecurityPolicy(this.settings.baseUrl.protocol === 'https:', nonce)
    return page(
      ctx,
      {
        title: ctx.t('desk:sections.agenda'),
        ...room.frame,
        children: (
          <DayPage
            t={ctx.t}
            locale={ctx.locale}
            meeting={meeting}
            path={path}
            date={date}
            sessions={sessions}
            changes={review.changes}
            warnings={review.warnings}
            publish={
              room.rights.has('publish') && review.changes.length ? labelWords(ctx.t, review.proposed) : undefined
            }
            nonce={nonce}
          />
        ),
      },
      { headers: { 'content-security-policy': policy } },
    )
  }

  @Get(':code')
  async session(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const session = await this.workingCopy.byCode(room.meeting.id, code)
    return this.form(ctx, room, session, answersOf(session))
  }

  @Post(':code')
  async save(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const session = await this.workingCopy.byCode(room.meeting.id, code)
    const parsed = parseForm(SessionForm, body)
    if (parsed.errors) return this.form(ctx, room, session, typed(body, session), parsed.errors)
    try {
      const changes = changesFrom(parsed.value)
      await this.workingCopy.edit(room.meeting.id, session.id, parsed.value.version, changes, room.person)
      return redirect(`${room.path}/agenda?day=${parsed.value.day}`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.form(ctx, room, session, typed(body, session), error.fields)
      // What was typed stays; sent again, it is on top of what the other one wrote.
      if (error instanceof SessionChangedMeanwhile)
        return this.form(
          ctx,
          room,
          error.current,
          { ...typed(body, session), version: error.current.version },
          [],
          error.changed,
        )
      throw error
    }
  }

  @Post(':code/rule')
  async saveRule(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const session = await this.workingCopy.byCode(room.meeting.id, code)
    const parsed = parseForm(RuleForm, body)
    if (parsed.errors) return this.form(ctx, room, session, answersOf(session), parsed.errors)
    try {
      const { version } = parsed.value
      await this.workingCopy.setRule(room.meeting.id, session.id, version, ruleFrom(parsed.value), room.person)
      return redirect(`${room.path}/agenda/${session.code}#rule`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.form(ctx, room, session, answersOf(session), error.fields)
      if (error instanceof SessionChangedMeanwhile)
        return this.form(ctx, room, error.current, answersOf(error.current), [], error.changed)
      throw error
    }
  }

  @Post(':code/cancel')
  async cancel(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() form: VersionForm,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const session = await this.workingCopy.byCode(room.meeting.id, code)
    await this.workingCopy.cancel(room.meeting.id, session.id, form.version, room.person)
    return redirect(`${room.path}/agenda/${session.code}`)
  }

  @Post(':code/reinstate')
  async reinstate(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() form: VersionForm,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const session = await this.workingCopy.byCode(room.meeting.id, code)
    await this.workingCopy.reinstate(room.meeting.id, session.id, form.version, room.person)
    return redirect(`${room.path}/agenda/${session.code}`)
  }

  private form(
    ctx: RequestContext,
    room: DeskRoom,
    session: Session,
    answers: SessionAnswers,
    fields: readonly FieldError[] = [],
    changedMeanwhile: readonly string[] = [],
  ): HtmlResponse {
    const { t, locale } = ctx
    const { meeting, path } = room
    const errors: FieldProblem[] = fieldProblems(locale, fields)
    const base = `${path}/agenda/${session.code}`
    return page(
      ctx,
      {
        title: session.code,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={wordsOf(session.title, meeting, locale).text}
              under={
                <>
                  {session.code} · {t(`desk:kind.${session.kind}`)} ·{' '}
                  <ActionLink href={`${path}/agenda?day=${session.day.toString()}`}>
                    {t('desk:session.back')}
                  </ActionLink>
                </>
              }
            >
              {session.status === 'cancelled' && <State t={t} is="cancelled" />}
            </DeskHead>
            {changedMeanwhile.length > 0 && (
              <Note>
                <p>
                  <strong>{t('desk:session.changedMeanwhile')}</strong>
                </p>
                <FieldNames t={t} fields={changedMeanwhile} />
                <p>
                  {t('desk:session.yoursIsKept')} <a href={base}>{t('desk:session.takeTheirs')}</a>
                </p>
              </Note>
            )}
            <SessionFormPage t={t} locale={locale} meeting={meeting} action={base} answers={answers} errors={errors} />
            <RuleFormPart
              t={t}
              locale={locale}
              meeting={meeting}
              action={`${base}/rule`}
              session={session}
              errors={errors}
            />
            <Form action={`${base}/${session.status === 'cancelled' ? 'reinstate' : 'cancel'}`}>
              <input type="hidden" name="version" value={session.version} />
              <Axis title={session.status === 'cancelled' ? t('desk:session.reinstate') : t('desk:session.cancel')}>
                <div class="flow">
                  <p class="quiet">{t('desk:session.cancelHint')}</p>
                  <Actions>
                    <Button second>
                      {session.status === 'cancelled'
                        ? t('desk:session.reinstateButton')
                        : t('desk:session.cancelButton')}
                    </Button>
                  </Actions>
                </div>
              </Axis>
            </Form>
          </>
        ),
      },
      { status: errors.length ? 422 : changedMeanwhile.length ? 409 : 200 },
    )
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const words = (value: unknown): LocalizedText =>
  typeof value === 'object' && value !== null ? (value as LocalizedText) : {}

/** The form as it was sent, to be shown again with nothing lost. */
const typed = (body: unknown, session: Session): SessionAnswers => {
  const sent = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  return {
    version: Number(sent.version) || session.version,
    title: words(sent.title),
    abstract: words(sent.abstract),
    day: text(sent.day),
    start: text(sent.start),
    end: text(sent.end),
    room: text(sent.room),
    format: text(sent.format),
    interpretation: Array.isArray(sent.interpretation) ? sent.interpretation.map(text) : [],
    capacity: text(sent.capacity),
  }
}
