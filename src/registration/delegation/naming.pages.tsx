import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { FOCAL_POINT } from '../../delegations/focal-point-policy.ts'
import { DomainError, InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { readTable } from '../../platform/tables/read-table.ts'
import { fieldProblems } from '../../ui/problems.ts'
import { modesOf } from '../places/days-open.ts'
import { entryFrom, MOST_ROWS, NamePeopleForm, PasteForm } from './delegation.forms.ts'
import { DelegationVisits, type Visit } from './delegation-visits.service.ts'
import { entriesFrom } from './entries-from-table.ts'
import { blankRow, namePeoplePage, type EntryRow } from './name-people.tsx'
import { checkEntry, isBlank } from './nomination.ts'
import { Nominations } from './nominations.service.ts'

type Answer = Promise<HtmlResponse | RedirectResponse>

const ROWS = 3

/** Where a focal point names people: row by row, or from a table that was pasted or chosen. */
@ApiExcludeController()
@Policy(FOCAL_POINT)
@Controller(':locale/:meeting/delegation/:delegation')
export class NamingPages {
  constructor(
    private readonly visits: DelegationVisits,
    private readonly nominations: Nominations,
    private readonly limits: RateLimits,
  ) {}

  @Get('name')
  async nameForm(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('delegation') id: string): Answer {
    const visit = await this.visits.of(ctx, slug, id)
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
    const visit = await this.visits.of(ctx, slug, id)
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
    const visit = await this.visits.of(ctx, slug, id)
    await this.limits.take('uploaded-by', visit.by.person)
    const { body, files } = await readUpload(request)
    const { value: form, errors } = parseForm(PasteForm, body)
    if (errors) return this.visits.draw(visit, errors)
    const file = files.get('file')
    const text = form.text?.trim() ?? ''
    if (!file && !text) return this.visits.draw(visit, [{ pointer: '/text', message: 'delegation.paste.missing' }])
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
      if (error instanceof DomainError && error.fields.length) return this.visits.draw(visit, error.fields)
      throw error
    }
  }

  private blank({ ctx, meeting }: Pick<Visit, 'ctx' | 'meeting'>): EntryRow {
    return blankRow(meeting, { language: ctx.locale, mode: modesOf(meeting.format)[0]! })
  }
}
