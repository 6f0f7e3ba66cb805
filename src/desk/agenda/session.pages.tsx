import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { mergeEdits } from '../../agenda/merge-edits.ts'
import { Session } from '../../agenda/session.entity.ts'
import { sessionFields, writtenOn } from '../../agenda/session-row.ts'
import { isAbout } from '../../agenda/warnings.ts'
import { SessionChangedMeanwhile } from '../../agenda/working-copy-meanwhile.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { People } from '../../people/people.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { AgendaWarnings } from './agenda-warnings.service.ts'
import { openChoices, withChoices } from './choices.ts'
import { colleagues } from './colleagues.ts'
import { answersOf, chosenIn, typedAnswers, type SessionAnswers } from './session-answers.ts'
import { changesFrom, RuleForm, ruleFrom, SessionForm } from './session-form.ts'
import { SessionPage, type SessionPageProps } from './session-page.tsx'

/** What the page of a session shows beside the session. */
interface Shown {
  answers?: SessionAnswers
  fields?: readonly FieldError[]
  /** How somebody else changed it since the reader began. */
  meanwhile?: SessionChangedMeanwhile
  /** What the reader wrote, as a session: to be compared with theirs. */
  mine?: Session
  body?: unknown
}

/** The page of a session has the form of its access rule, which asks for the second factor once a day. */
const RULES = roleWith('edit-agenda', { stepUp: true })

/** The form of a session of the working copy, and of who may attend it. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda/:code')
export class DeskSessionPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(AgendaWarnings) private readonly warnings: AgendaWarnings,
    @Inject(People) private readonly people: People,
  ) {}

  @Get()
  @Policy(RULES)
  async session(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    return this.show(ctx, room, await this.workingCopy.byCode(room.meeting.id, code))
  }

  @Post()
  async save(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const { meeting, path, person } = room
    const session = await this.workingCopy.byCode(meeting.id, code)
    const answers = typedAnswers(body, session.version)
    const parsed = parseForm(SessionForm, body)
    if (parsed.errors) return this.show(ctx, room, session, { answers, fields: parsed.errors })
    const { version, base } = parsed.value
    const chosen = chosenIn(body)
    try {
      const written = changesFrom(parsed.value)
      const mine = writtenOn(session, written)
      // Sent after somebody was quicker: each field that both changed needs a choice.
      const meanwhile = base === undefined ? undefined : await this.workingCopy.changedSince(session, base)
      const conflicts = meanwhile && version === session.version ? mergeEdits(mine, meanwhile.since).conflicts : []
      const fields = openChoices(conflicts, chosen)
      if (meanwhile && fields.length)
        return await this.show(ctx, room, session, { answers, fields, meanwhile, mine, body })
      const kept = withChoices(mine, conflicts, chosen)
      const saved = await this.workingCopy.edit(meeting.id, session.id, version, sessionFields(kept), person)
      return redirect(`${path}/agenda?day=${saved.day.toString()}&saved=1`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.show(ctx, room, session, { answers, fields: error.fields })
      if (error instanceof SessionChangedMeanwhile) {
        const meanwhile = await this.workingCopy.changedSince(error.current, base ?? version)
        const mine = writtenOn(error.current, changesFrom(parsed.value))
        return this.show(ctx, room, error.current, { answers, meanwhile, mine, body })
      }
      throw error
    }
  }

  @Post('rule')
  @Policy(RULES)
  async saveRule(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const session = await this.workingCopy.byCode(room.meeting.id, code)
    const parsed = parseForm(RuleForm, body)
    if (parsed.errors) return this.show(ctx, room, session, { fields: parsed.errors })
    const rule = ruleFrom(parsed.value)
    // What was chosen stands there again, whatever is wrong with it.
    const typed = Object.assign(new Session(), session, { access: rule })
    try {
      await this.workingCopy.setRule(room.meeting.id, session.id, parsed.value.version, rule, room.person)
      return redirect(`${room.path}/agenda?day=${session.day.toString()}&saved=1`)
    } catch (error) {
      if (error instanceof InvalidInput)
        return this.show(ctx, room, typed, { answers: answersOf(session), fields: error.fields })
      if (error instanceof SessionChangedMeanwhile)
        return this.show(ctx, room, Object.assign(new Session(), error.current, { access: rule }), { meanwhile: error })
      throw error
    }
  }

  private async show(ctx: RequestContext, room: DeskRoom, session: Session, shown: Shown = {}): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, path } = room
    const { fields = [], meanwhile, mine } = shown
    const sessions = await this.workingCopy.list(meeting.id)
    const [judge, released, names] = await Promise.all([
      this.warnings.judge(room, sessions),
      this.workingCopy.wasReleased(session),
      colleagues(this.people, meanwhile?.since.map(({ by }) => by) ?? []),
    ])
    const errors = fieldProblems(locale, fields)
    const merged = meanwhile && mergeEdits(mine ?? session, meanwhile.since)
    const props: SessionPageProps = {
      t,
      locale,
      meeting,
      path,
      session,
      errors,
      released,
      // Theirs where only they changed something, mine elsewhere. Everything in it could be read, so nothing typed is lost.
      answers:
        merged && mine
          ? answersOf(Object.assign(merged.session, { version: session.version }))
          : (shown.answers ?? answersOf(session)),
      warnings: judge.warnings(sessions).filter((warning) => isAbout(warning, session)),
      ...(meanwhile &&
        merged && {
          conflict: {
            merged,
            who: names.get(meanwhile.since.at(-1)?.by ?? null),
            chosen: chosenIn(shown.body),
            base: meanwhile.expected,
          },
        }),
    }
    return page(
      ctx,
      {
        title: session.code,
        ...room.frame,
        errors,
        scripts: ['warnings'],
        children: <SessionPage {...props} />,
      },
      { status: errors.length ? 422 : meanwhile ? 409 : 200 },
    )
  }
}
