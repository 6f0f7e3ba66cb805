import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { ruleErrors } from '../../agenda/session.ts'
import { WorkingCopyHistory } from '../../agenda/working-copy-history.service.ts'
import { WorkingCopyChangedMeanwhile } from '../../agenda/working-copy-meanwhile.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { DomainError, InvalidInput } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { separatorIn, TABLE_FORMATS, TableResponse } from '../../platform/tables/table-response.ts'
import type { WrittenTable } from '../../platform/tables/write-table.ts'
import { Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, type FieldProblem } from '../../ui/problems.ts'
import { AgendaWarnings } from '../agenda/agenda-warnings.service.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { tableFromUpload } from '../tables/table-from-upload.ts'
import { COLUMNS, columnName } from './agenda-columns.ts'
import { MOST_SESSIONS, type AgendaImport } from './agenda-import.ts'
import { AgendaImports } from './agenda-imports.service.ts'
import { GivePage } from './give-page.tsx'
import { choiceFields, choicesFrom, OutlookForm, OutlookQuery } from './import-choices.ts'
import { OutlookPage } from './outlook-page.tsx'
import { withRooms } from './rooms-to-make.ts'
import type { Choices } from './said-of-session.ts'
import { sessionRow } from './session-cells.ts'

/**
 * Sessions from a calendar or a table: looked at row by row, then taken into the working copy as one change. Rules of
 * access may be among it, so the second factor is asked for once a day.
 */
@ApiExcludeController()
@Policy(roleWith('edit-agenda', { stepUp: true }))
@Controller(':locale/desk/:meeting/agenda/import')
export class AgendaImportPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(AgendaImports) private readonly imports: AgendaImports,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(WorkingCopyHistory) private readonly history: WorkingCopyHistory,
    @Inject(AgendaWarnings) private readonly warnings: AgendaWarnings,
  ) {}

  @Get()
  async give(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.showGiving(ctx, await this.rooms.enter(ctx, slug, 'agenda'))
  }

  @Post()
  @Uploads()
  async take(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Req() request: FastifyRequest,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const { files } = await readUpload(request)
    const file = files.get('file')
    try {
      if (!file) throw new InvalidInput({ fields: [{ pointer: '/file', message: 'file.missing' }] })
      const { table, name } = await tableFromUpload(file, undefined, { maxRows: MOST_SESSIONS, calendars: true })
      const id = await this.imports.begin(room.meeting, room.person, name, table)
      return redirect(`${room.path}/agenda/import/${id}`)
    } catch (error) {
      if (!(error instanceof DomainError) || error.fields.length === 0) throw error
      return this.showGiving(ctx, room, fieldProblems(ctx.locale, error.fields))
    }
  }

  @Get('template.:format(xlsx|csv)')
  async template(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('format') format: string,
  ): Promise<Sendable> {
    await this.rooms.enter(ctx, slug, 'agenda')
    return tableFile(ctx, [], format, `${slug}-${ctx.t('intake:give.templateName')}`)
  }

  @Get('working-copy.:format(xlsx|csv)')
  async out(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('format') format: string,
  ): Promise<Sendable> {
    const { meeting } = await this.rooms.enter(ctx, slug, 'agenda')
    const sessions = await this.workingCopy.list(meeting.id)
    const rows = sessions.map((session) => sessionRow(session, meeting, ctx.locale))
    return tableFile(ctx, rows, format, `${slug}-${ctx.t('intake:give.workingName')}`)
  }

  @Get(':id')
  async look(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: OutlookQuery,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const found = await this.imports.one(room.meeting.id, id)
    return this.show(ctx, room, found, choicesFrom(query, room), query)
  }

  @Post(':id')
  async act(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const { meeting, person, path } = room
    const here = `${path}/agenda/import`
    const { value: form, errors } = parseForm(OutlookForm, body)
    if (form?.do === 'discard') {
      await this.imports.discard(meeting.id, id, person)
      return redirect(here)
    }
    const found = await this.imports.one(meeting.id, id)
    const choices = choicesFrom(form ?? {}, room)
    if (!form) return this.show(ctx, room, found, choices, {}, { errors: fieldProblems(ctx.locale, errors) })
    try {
      await this.imports.takeIn(meeting.id, id, form.workingVersion ?? -1, choices, person, ctx.locale)
      return redirect(`${here}/${id}?${new URLSearchParams({ ...choiceFields(choices), saved: '1' }).toString()}`)
    } catch (error) {
      if (!(error instanceof WorkingCopyChangedMeanwhile)) throw error
      return this.show(ctx, room, found, choices, {}, { movedMeanwhile: true })
    }
  }

  private async showGiving(
    ctx: RequestContext,
    room: DeskRoom,
    errors: readonly FieldProblem[] = [],
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, path } = room
    const earlier = await this.imports.list(meeting.id)
    const title = t('intake:title')
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} title={title} errors={errors} under={t('intake:lead')}>
              <Links links={[{ href: `${path}/agenda`, children: t('intake:back') }]} />
            </DeskHead>
            <GivePage
              t={t}
              locale={locale}
              base={`${path}/agenda/import`}
              zone={meeting.timeZone}
              earlier={earlier}
              errors={errors}
            />
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }

  private async show(
    ctx: RequestContext,
    room: DeskRoom,
    found: AgendaImport,
    choices: Choices,
    { show, after, saved }: Pick<OutlookQuery, 'show' | 'after' | 'saved'>,
    said: { errors?: readonly FieldProblem[]; movedMeanwhile?: boolean } = {},
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, rights, path, person } = room
    const [outlook, [newest]] = await Promise.all([
      this.imports.look(meeting, found, choices, locale),
      saved === undefined ? [] : this.history.recent(meeting.id, { limit: 1 }),
    ])
    const judge = await this.warnings.judge({ meeting: withRooms(meeting, outlook.made), rights }, outlook.before)
    const errors = [...(said.errors ?? []), ...fieldProblems(locale, groupErrors(choices))]
    const title = found.fileName
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} title={title} errors={errors}>
              <Links
                links={[
                  { href: `${path}/agenda`, children: t('intake:back') },
                  { href: `${path}/agenda/import`, children: t('intake:again') },
                ]}
              />
            </DeskHead>
            <OutlookPage
              t={t}
              locale={locale}
              meeting={meeting}
              room={room}
              found={found}
              outlook={outlook}
              choices={choices}
              errors={errors}
              judge={judge}
              list={show && { show, from: Number(after ?? 0) }}
              // Somebody else's change in between is not theirs to undo from here.
              saved={
                newest?.by === person && newest.action === 'sessions.imported' && !newest.undone ? newest : undefined
              }
              movedMeanwhile={said.movedMeanwhile ?? false}
            />
          </>
        ),
      },
      { status: errors.length ? 422 : said.movedMeanwhile ? 409 : 200 },
    )
  }
}

/** Who is invited has to be said where only they may come. */
const groupErrors = ({ privately, groups }: Choices) =>
  privately === 'closed' || privately === 'unlisted'
    ? ruleErrors({ attend: 'invited', groups, show: privately }).map((error) => ({ ...error, pointer: '/groups' }))
    : []

const tableFile = (
  { t, locale }: RequestContext,
  rows: WrittenTable['rows'],
  asked: string,
  name: string,
): TableResponse => {
  const format = TABLE_FORMATS.find((one) => one === asked) ?? 'xlsx'
  const columns = COLUMNS.map((column) => columnName(column, t))
  return new TableResponse({ columns, rows }, format, name, {
    separator: separatorIn(locale),
    sheet: t('desk:sections.agenda'),
  })
}
