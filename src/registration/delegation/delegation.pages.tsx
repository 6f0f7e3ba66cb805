import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { DELEGATION_ROLES, type Delegation, type DelegationRole } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FOCAL_POINT } from '../../delegations/focal-point-policy.ts'
import { DomainError, InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { readTable } from '../../platform/tables/read-table.ts'
import { fieldProblems } from '../../ui/problems.ts'
import { modesOf } from '../places/days-open.ts'
import { DAY_MODES, type Wish } from '../registration.ts'
import { Registrations } from '../registrations.service.ts'
import { MoveNotOpen } from '../states.ts'
import {
  daysFrom,
  DecideForm,
  entryFrom,
  EntryForm,
  MembersForm,
  MOST_ROWS,
  NamePeopleForm,
  PasteForm,
  ReasonForm,
} from './delegation.forms.ts'
import { delegationPage, delegationPath, memberName } from './delegation-page.tsx'
import { DelegationRooms } from './delegation-room.service.ts'
import type { Actor } from './delegation-turns.service.ts'
import { entriesFrom } from './entries-from-table.ts'
import { blankRow, namePeoplePage, type EntryRow } from './name-people.tsx'
import { checkEntry, isBlank } from './nomination.ts'
import { Nominations } from './nominations.service.ts'
import { declinePage, removePage, replacePage } from './person-pages.tsx'
import { Ranks } from './ranks.service.ts'
import { Replacements } from './replacements.service.ts'

type Answer = Promise<HtmlResponse | RedirectResponse>

/** A focal point in their own delegation. */
interface Visit {
  ctx: RequestContext
  meeting: Meeting
  delegation: Delegation
  by: Actor
  today: Temporal.PlainDate
  base: string
}

const ROWS = 3

/** What a focal point does for their delegation, on its own page. */
@ApiExcludeController()
@Policy(FOCAL_POINT)
@Controller(':locale/:meeting/delegation/:delegation')
export class DelegationPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly delegations: Delegations,
    private readonly rooms: DelegationRooms,
    private readonly nominations: Nominations,
    private readonly replacements: Replacements,
    private readonly ranks: Ranks,
    private readonly registrations: Registrations,
    private readonly limits: RateLimits,
  ) {}

  @Get()
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Query('named') named?: string,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const count = Number(named)
    return this.draw(visit, [], count > 0 && count <= MOST_ROWS ? ctx.t('delegation:name.done', { count }) : undefined)
  }

  @Post('requests/:registration')
  async decide(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const { value: form, errors } = parseForm(DecideForm, body)
    if (errors) return this.draw(visit, errors)
    if (form.do === 'decline') return redirect(`${visit.base}/requests/${encodeURIComponent(registration)}/decline`)
    return this.attempt(visit, async () => {
      const { id: member } = await this.rooms.member(visit.delegation, registration)
      await this.nominations.confirm(visit.meeting, visit.delegation, visit.by, member)
    })
  }

  @Get('requests/:registration/decline')
  async askWhy(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const member = await this.rooms.member(visit.delegation, registration)
    return declinePage({ ...visit, id: member.id, name: memberName(member) })
  }

  @Post('requests/:registration/decline')
  async decline(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const { value: form, errors } = parseForm(ReasonForm, body)
    const why = form?.why?.trim() ?? ''
    const problems = errors ?? (why ? [] : [{ pointer: '/why', message: 'delegation.reason.missing' }])
    if (problems.length) {
      const member = await this.rooms.member(visit.delegation, registration)
      const shown = fieldProblems(ctx.locale, problems)
      return declinePage({ ...visit, id: member.id, name: memberName(member), why, errors: shown })
    }
    await this.nominations.decline(visit.meeting, visit.delegation, visit.by, asId(registration), why)
    return redirect(visit.base)
  }

  @Post('people')
  async save(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const { value: form, errors } = parseForm(MembersForm, body)
    if (errors) return this.draw(visit, errors)
    const [step, whom] = (form.do ?? '').split(':')
    return this.attempt(visit, async () => {
      if ((step === 'up' || step === 'down') && whom)
        await this.ranks.move(visit.meeting, visit.delegation, visit.by, whom, step)
      else await this.saveTable(visit, form)
    })
  }

  private async saveTable({ meeting, delegation, by }: Visit, { people = [] }: MembersForm): Promise<void> {
    const room = await this.rooms.of(meeting, delegation)
    const roles = new Map<string, DelegationRole>()
    for (const { id, role } of people) {
      const known = DELEGATION_ROLES.find((each) => each === role)
      if (known) roles.set(id, known)
    }
    const at = (id: string) => `/people/${people.findIndex((row) => row.id === id)}/role`
    if (roles.size) await this.ranks.assign(meeting, delegation, by, roles, at)
    const problems: FieldError[] = []
    for (const [index, row] of people.entries()) {
      const member = room.members.find((each) => each.id === row.id)
      if (!member) continue
      const wishes = Object.entries(daysFrom(row)).flatMap(([day, typed]): Wish[] => {
        const mode = DAY_MODES.find((each) => each === typed)
        const before = member.standing.days.find((each) => each.day === day)?.mode ?? 'none'
        return mode && mode !== before ? [{ day, mode, meanwhile: mode === 'in-person' }] : []
      })
      if (!wishes.length) continue
      try {
        await this.nominations.choose(meeting, delegation, by, member.id, wishes)
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error
        const [first] = error.fields
        problems.push({
          pointer: `/people/${index}/days/${wishes[0]!.day}`,
          message: first?.message ?? 'field.invalid',
        })
      }
    }
    if (problems.length) throw new InvalidInput({ fields: problems })
  }

  @Get('name')
  async nameForm(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('delegation') id: string): Answer {
    const visit = await this.visit(ctx, slug, id)
    const rows = Array.from({ length: ROWS }, () => this.blank(visit))
    return namePeoplePage({ ...visit, rows })
  }

  /** Takes every row that can be taken; the others come back, each with what is wrong. */
  @Post('name')
  async name(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const { value: form, errors } = parseForm(NamePeopleForm, body)
    if (errors) {
      const rows = Array.from({ length: ROWS }, () => this.blank(visit))
      return namePeoplePage({ ...visit, rows, errors: fieldProblems(ctx.locale, errors) })
    }
    const typed = (form.people ?? [])
      .map((row): EntryRow => ({ entry: entryFrom(row), submission: row.submission || randomUUID() }))
      .filter(({ entry }) => !isBlank(entry))
    if (!typed.length) {
      const problem = { pointer: '/people/0/givenNames', message: 'delegation.rows.none' }
      const rows = Array.from({ length: ROWS }, () => this.blank(visit))
      return namePeoplePage({ ...visit, rows, errors: fieldProblems(ctx.locale, [problem]) })
    }
    await this.limits.take('named-by', visit.by.person, typed.length)
    const { left, problems } = await this.take(visit, typed)
    const done = typed.length - left.length
    if (!left.length) return redirect(`${visit.base}?named=${done}`)
    return namePeoplePage({ ...visit, rows: left, errors: fieldProblems(ctx.locale, problems), done })
  }

  private async take(
    { meeting, delegation, by, today }: Visit,
    typed: readonly EntryRow[],
  ): Promise<{ left: EntryRow[]; problems: FieldError[] }> {
    const left: EntryRow[] = []
    const problems: FieldError[] = []
    const refuse = (row: EntryRow, fields: readonly FieldError[]): void => {
      problems.push(...fields.map((each) => ({ ...each, pointer: `/people/${left.length}${each.pointer}` })))
      left.push(row)
    }
    for (const row of typed) {
      const { value: nominee, problems: wrong } = checkEntry(row.entry, meeting, delegation, today)
      if (wrong) {
        refuse(row, wrong)
        continue
      }
      try {
        await this.nominations.nominate(meeting, delegation, by, nominee, row.submission)
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error
        refuse(
          row,
          error.fields.map((each) => ({ ...each, pointer: each.pointer || '/givenNames' })),
        )
      }
    }
    return { left, problems }
  }

  /** Reads what was pasted or chosen, and shows each row with what is wrong before anything is sent. */
  @Uploads()
  @Post('paste')
  async paste(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Req() request: FastifyRequest,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    await this.limits.take('uploaded-by', visit.by.person)
    const { body, files } = await readUpload(request)
    const { value: form, errors } = parseForm(PasteForm, body)
    if (errors) return this.draw(visit, errors)
    const file = files.get('file')
    const text = form.text?.trim() ?? ''
    if (!file && !text) return this.draw(visit, [{ pointer: '/text', message: 'delegation.paste.missing' }])
    try {
      const table = await readTable(file ? { bytes: file.bytes, name: file.name } : { text }, { maxRows: MOST_ROWS })
      const { language } = this.blank(visit).entry
      const days = visit.meeting.days.map(({ date }) => date)
      const rows = entriesFrom(table, days, { role: 'representative', language }).map((entry): EntryRow => ({
        entry,
        submission: randomUUID(),
      }))
      const problems = rows.flatMap(({ entry }, index) =>
        (checkEntry(entry, visit.meeting, visit.delegation, visit.today).problems ?? []).map((each) => ({
          ...each,
          pointer: `/people/${index}${each.pointer}`,
        })),
      )
      return namePeoplePage({ ...visit, rows, errors: fieldProblems(ctx.locale, problems), pasted: true })
    } catch (error) {
      if (error instanceof DomainError && error.fields.length) return this.draw(visit, error.fields)
      throw error
    }
  }

  @Get('people/:registration/replace')
  async replaceForm(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const member = await this.rooms.member(visit.delegation, registration)
    const { entry, submission } = this.blank(visit)
    const blank = { ...entry, jobTitle: member.jobTitle, language: member.language }
    return replacePage({ ...visit, id: member.id, name: memberName(member), entry: blank, submission })
  }

  @Post('people/:registration/replace')
  async replace(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const { meeting, delegation, by, today } = visit
    const { value: form, errors } = parseForm(EntryForm, body)
    const submission = form?.submission || randomUUID()
    // Days and role are those of the one before: any that can be chosen will do for the check.
    const days = Object.fromEntries(meeting.days.map(({ date }) => [date.toString(), modesOf(meeting.format)[0]!]))
    const entry = { ...entryFrom(form ?? {}), role: 'representative', days }
    const checked = errors ? { problems: errors } : checkEntry(entry, meeting, delegation, today)
    const again = async (problems: readonly FieldError[]): Promise<HtmlResponse> => {
      const member = await this.rooms.member(delegation, registration)
      const shown = fieldProblems(ctx.locale, problems)
      return replacePage({ ...visit, id: member.id, name: memberName(member), entry, submission, errors: shown })
    }
    if (checked.problems) return again(checked.problems)
    await this.limits.take('named-by', by.person)
    try {
      await this.replacements.replace(meeting, delegation, by, asId(registration), checked.value, submission)
      return redirect(visit.base)
    } catch (error) {
      if (error instanceof InvalidInput) return again(error.fields)
      throw error
    }
  }

  @Get('people/:registration/remove')
  async removeForm(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    const member = await this.rooms.member(visit.delegation, registration)
    return removePage({ ...visit, id: member.id, name: memberName(member) })
  }

  @Post('people/:registration/remove')
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Answer {
    const visit = await this.visit(ctx, slug, id)
    await this.nominations.remove(visit.meeting, visit.delegation, visit.by, asId(registration))
    return redirect(visit.base)
  }

  /** Does it and shows the page again, or says what is wrong. */
  private async attempt(visit: Visit, work: () => Promise<void>): Answer {
    try {
      await work()
      return redirect(visit.base)
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(visit, error.fields)
      // Somebody else was quicker: the page shows how it stands now.
      if (error instanceof MoveNotOpen) return redirect(visit.base)
      throw error
    }
  }

  private blank({ ctx, meeting }: Pick<Visit, 'ctx' | 'meeting'>): EntryRow {
    return blankRow(meeting, { language: ctx.locale, mode: modesOf(meeting.format)[0]! })
  }

  private async visit(ctx: RequestContext, slug: string, id: string): Promise<Visit> {
    if (!ctx.reader) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    return {
      ctx,
      meeting,
      delegation: await this.delegations.one(meeting.id, id),
      by: { person: ctx.reader.person, as: 'focal-point' },
      today: this.registrations.today(meeting),
      base: delegationPath(ctx.locale, meeting, id),
    }
  }

  private async draw(visit: Visit, problems: readonly FieldError[] = [], done?: string): Promise<HtmlResponse> {
    const { ctx, meeting, delegation, by, today } = visit
    const room = await this.rooms.of(meeting, delegation)
    const errors = fieldProblems(ctx.locale, problems)
    return delegationPage({ ctx, meeting, room, today, person: by.person, errors, done })
  }
}
