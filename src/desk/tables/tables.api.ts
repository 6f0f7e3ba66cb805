import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query, Req } from '@nestjs/common'
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import type { PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import type { Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { TokenScope } from '../../platform/policies/token-scope.ts'
import { TableResponse } from '../../platform/tables/table-response.ts'
import { RegistrationExport } from '../../registration/export/registration-export.service.ts'
import { OUTCOMES, type ImportRow, type ImportView } from '../../registration/import/import.ts'
import { Imports } from '../../registration/import/imports.service.ts'
import { filterOf } from '../registrations/registrations.dto.ts'
import { mappingFrom } from './import.forms.ts'
import { problemWords } from './row-words.ts'
import { tableFromUpload } from './table-from-upload.ts'
import { ExportQueryDto, ImportRowsQueryDto, ImportTextDto, MappingDto, StartImportDto } from './tables.dto.ts'

const importJson = (found: ImportView) => ({
  id: found.id,
  name: found.fileName,
  state: found.state,
  columns: found.columns,
  mapping: found.mapping,
  verified: found.verified,
  tell: found.tell,
  rows: found.total,
  counts: found.counts,
  createdAt: found.createdAt.toString(),
  changedAt: found.changedAt.toString(),
})

const rowJson = (row: ImportRow, columns: readonly string[], locale: Locale) => ({
  number: row.number,
  cells: row.cells,
  outcome: row.outcome,
  problems: row.problems.map((problem) => ({
    column: problem.column < 0 ? null : problem.column,
    code: problem.message,
    detail: problemWords(problem, columns, locale),
  })),
  differences: row.differences,
  days: row.outlook,
  registration: row.registration,
})

/** Tables of registrations for programs: the same commands as the organisers' pages. */
@ApiTags('Desk')
@Policy(roleWith('review-registrations'))
@TokenScope('read-registrations', 'review-registrations')
@Controller('api/v1/meetings/:meeting')
export class TablesApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Imports) private readonly imports: Imports,
    @Inject(RegistrationExport) private readonly exports: RegistrationExport,
  ) {}

  @Post('imports')
  @Uploads()
  @ApiOperation({
    summary: 'Give a table of people (XLSX or CSV as `file`, or `text`); its rows are looked at, nobody is registered',
  })
  @ApiConsumes('multipart/form-data', 'application/json')
  @ApiBody({
    schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' }, text: { type: 'string' } } },
  })
  @ApiCreatedResponse({ description: 'The import; `state` says how far it is' })
  @ApiUnprocessableEntityResponse({ description: 'The table cannot be read' })
  async give(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Req() request: FastifyRequest) {
    const meeting = await this.meetings.named(slug)
    const { body, files } = await readUpload(request)
    const parsed = parseForm(ImportTextDto, body)
    if (parsed.errors) throw new InvalidInput({ fields: parsed.errors })
    const { table, name } = await tableFromUpload(files.get('file'), parsed.value.text)
    const id = await this.imports.begin(meeting, personIn(ctx), name, table)
    return importJson(await this.imports.one(meeting.id, id))
  }

  @Get('imports')
  @ApiOperation({ summary: 'The tables that are kept, newest first' })
  @ApiOkResponse({ description: 'At most twenty; a table is kept for seven days' })
  async list(@Param('meeting') slug: string) {
    const meeting = await this.meetings.named(slug)
    return { imports: (await this.imports.list(meeting.id)).map(importJson) }
  }

  @Get('imports/:id')
  @ApiOperation({ summary: 'How far an import is, and how many rows there are of each kind' })
  @ApiOkResponse({ description: 'The import' })
  async one(@Param('meeting') slug: string, @Param('id') id: string) {
    const meeting = await this.meetings.named(slug)
    return importJson(await this.imports.one(meeting.id, id))
  }

  @Get('imports/:id/rows')
  @ApiOperation({ summary: 'What becomes of each row, and what is wrong with it' })
  @ApiOkResponse({ description: 'A page; `next` is the number after which the following one begins' })
  async rows(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() { outcome = [...OUTCOMES], after = 0, limit = 100 }: ImportRowsQueryDto,
  ) {
    const meeting = await this.meetings.named(slug)
    const found = await this.imports.one(meeting.id, id)
    const rows = await this.imports.rows(found.id, outcome, { after, limit: limit + 1 })
    const shown = rows.slice(0, limit)
    return {
      rows: shown.map((row) => rowJson(row, found.columns, ctx.locale)),
      next: rows.length > limit ? shown.at(-1)!.number : null,
    }
  }

  @Put('imports/:id/mapping')
  @ApiOperation({ summary: 'Say what each column holds; the rows are looked at anew' })
  @ApiOkResponse({ description: 'The import' })
  @ApiConflictResponse({ description: 'It has begun to be imported' })
  async map(@Param('meeting') slug: string, @Param('id') id: string, @Body() body: MappingDto) {
    const meeting = await this.meetings.named(slug)
    await this.imports.map(meeting, id, mappingFrom(body.mapping), body.verified ?? false)
    return importJson(await this.imports.one(meeting.id, id))
  }

  @Post('imports/:id/start')
  @HttpCode(202)
  @ApiOperation({
    summary:
      'Register the good rows in the background, and change who is registered otherwise; also goes on with what was stopped',
  })
  @ApiAcceptedResponse({ description: 'The import, begun' })
  @ApiConflictResponse({ description: 'Its rows have not been looked at yet' })
  async start(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() body: StartImportDto,
  ) {
    const meeting = await this.meetings.named(slug)
    await this.imports.start(meeting, id, personIn(ctx), body)
    return importJson(await this.imports.one(meeting.id, id))
  }

  @Post('imports/:id/stop')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop; those who were registered stay registered' })
  @ApiOkResponse({ description: 'The import' })
  async stop(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string) {
    const meeting = await this.meetings.named(slug)
    await this.imports.stop(meeting, id, personIn(ctx))
    return importJson(await this.imports.one(meeting.id, id))
  }

  @Delete('imports/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Throw the table away; those who were registered from it stay registered' })
  @ApiNoContentResponse({ description: 'It is gone' })
  async discard(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string): Promise<void> {
    const meeting = await this.meetings.named(slug)
    await this.imports.discard(meeting, id, personIn(ctx))
  }

  @Get('registrations/export')
  @Policy(roleWith('review-registrations', { stepUp: true }))
  @TokenScope('export-registrations')
  @ApiOperation({ summary: 'Registrations as a table, streamed; narrowed and sorted as the list' })
  @ApiOkResponse({ description: 'The file, in the language asked for' })
  async export(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: ExportQueryDto,
  ): Promise<Sendable> {
    const { format, columns = [], sort = 'sent', descending = false } = query
    const meeting = await this.meetings.named(slug)
    const table = await this.exports.begin(meeting, personIn(ctx), ctx.locale, {
      columns,
      format,
      filter: filterOf(query),
      order: { sort, descending },
    })
    return new TableResponse(table, format, `${meeting.slug}-registrations`)
  }
}

const personIn = (ctx: RequestContext): PersonId => {
  if (!ctx.reader) throw new NotFound()
  return ctx.reader.person
}
