import { Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { DomainError, InvalidInput } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { separatorIn, TABLE_FORMATS, TableResponse } from '../../platform/tables/table-response.ts'
import { fieldName, fieldsOf } from '../../registration/import/import-fields.ts'
import type { ImportView } from '../../registration/import/import.ts'
import { Imports } from '../../registration/import/imports.service.ts'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { Links } from '../../ui/actions.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, type FieldProblem } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { ImportForm, mappingFrom, PastedForm } from './import.forms.ts'
import { GivePage } from './give-page.tsx'
import { DifferingRows } from './import-changes.tsx'
import { Discard, GoodRows, ImportFigures, MappingForm, NextSteps, ProblemRows, ToTheList } from './import-views.tsx'
import { DIFFERING, LEFT_OUT, problemTable } from './problem-table.ts'
import { tableFromUpload } from './table-from-upload.ts'

/** How many rows a page shows. */
const SHOWN = 50

/** Organisers give a table of people, see what would become of each row, and have the good ones registered. */
@ApiExcludeController()
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/registrations/import')
export class ImportPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Imports) private readonly imports: Imports,
  ) {}

  @Get()
  async give(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.showGiving(ctx, await this.rooms.enter(ctx, slug, 'registrations'))
  }

  @Post()
  @Uploads()
  async take(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Req() request: FastifyRequest,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const { body, files } = await readUpload(request)
    const parsed = parseForm(PastedForm, body)
    if (parsed.errors) return this.showGiving(ctx, room, fieldProblems(ctx.locale, parsed.errors))
    const { text } = parsed.value
    try {
      const { table, name } = await tableFromUpload(files.get('file'), text)
      const id = await this.imports.begin(room.meeting, room.person, name, table)
      return redirect(`${room.path}/registrations/import/${id}`)
    } catch (error) {
      if (!(error instanceof DomainError) || error.fields.length === 0) throw error
      return this.showGiving(ctx, room, fieldProblems(ctx.locale, error.fields), text)
    }
  }

  @Get('template.:format(xlsx|csv)')
  async template(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('format') asked: string,
  ): Promise<Sendable> {
    const { meeting } = await this.rooms.enter(ctx, slug, 'registrations')
    const columns = fieldsOf(meeting).map((field) => fieldName(field, meeting, ctx.locale))
    const format = TABLE_FORMATS.find((one) => one === asked) ?? 'xlsx'
    return new TableResponse({ columns, rows: [] }, format, `${meeting.slug}-${ctx.t('tables:import.templateName')}`, {
      separator: separatorIn(ctx.locale),
    })
  }

  @Get(':id')
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query('after') after?: string,
    @Query('differing') differing?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const at = { after: Number(after) || 0, differing: Number(differing) || 0 }
    return this.showImport(ctx, room, await this.imports.one(room.meeting.id, id), [], at)
  }

  @Post(':id')
  async act(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const { meeting, person, path } = room
    const found = await this.imports.one(meeting.id, id)
    const parsed = parseForm(ImportForm, request.body)
    if (parsed.errors) return this.showImport(ctx, room, found, fieldProblems(ctx.locale, parsed.errors))
    const form = parsed.value
    const here = `${path}/registrations/import`
    if (form.do === 'discard') {
      await this.imports.discard(meeting, id, person)
      return redirect(here)
    }
    if (form.do === 'start') {
      const chosen = { tell: form.tell !== undefined, change: form.change !== undefined }
      await this.imports.start(meeting, id, person, chosen)
    }
    if (form.do === 'stop') await this.imports.stop(meeting, id, person)
    if (form.do === 'map') {
      const mapping = mappingFrom(form.columns)
      try {
        await this.imports.map(meeting, id, mapping, form.verified === 'yes')
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error
        const typed = { ...found, mapping, verified: form.verified === 'yes', state: 'mapping' as const }
        return this.showImport(ctx, room, typed, fieldProblems(ctx.locale, error.fields))
      }
    }
    return redirect(`${here}/${id}`)
  }

  /** The rows that were left, with what to do beside each: mended in a spreadsheet, it can be imported as it is. */
  @Get(':id/problems.:format(xlsx|csv)')
  async problems(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Param('format') asked: string,
  ): Promise<Sendable> {
    const { meeting } = await this.rooms.enter(ctx, slug, 'registrations')
    const found = await this.imports.one(meeting.id, id)
    const format = TABLE_FORMATS.find((one) => one === asked) ?? 'csv'
    const name = `${meeting.slug}-${ctx.t('tables:import.problemsName')}`
    return new TableResponse(problemTable(this.imports, meeting, found, ctx.locale), format, name, {
      separator: separatorIn(ctx.locale),
    })
  }

  private async showGiving(
    ctx: RequestContext,
    room: DeskRoom,
    errors: readonly FieldProblem[] = [],
    text?: string,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const earlier = await this.imports.list(room.meeting.id)
    const title = t('tables:import.title')
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} title={title} errors={errors} />
            <GivePage
              t={t}
              locale={locale}
              base={`${room.path}/registrations/import`}
              zone={room.meeting.timeZone}
              earlier={earlier}
              errors={errors}
              text={text}
            />
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }

  private async showImport(
    ctx: RequestContext,
    room: DeskRoom,
    found: ImportView,
    errors: readonly FieldProblem[] = [],
    { after, differing } = { after: 0, differing: 0 },
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, path } = room
    const list = `${path}/registrations/import`
    const base = `${list}/${found.id}`
    const shown = { t, locale, meeting, base, found }
    const busy = found.state === 'checking' || found.state === 'importing'
    const [wrong, differs, good, samples] = await Promise.all([
      busy ? [] : this.imports.rows(found.id, LEFT_OUT, { after, limit: SHOWN + 1 }),
      busy ? [] : this.imports.rows(found.id, DIFFERING, { after: differing, limit: SHOWN + 1 }),
      found.state === 'checked' ? this.imports.rows(found.id, ['new'], { limit: 20 }) : [],
      this.imports.samples(found.id),
    ])
    const title = found.fileName || t('tables:import.pasted')
    const mapping = <MappingForm {...shown} errors={errors} samples={samples} />
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        scripts: busy ? ['progress'] : [],
        head: busy ? (
          <noscript>
            <meta http-equiv="refresh" content="3" />
          </noscript>
        ) : undefined,
        children: (
          <div class="flow" data-progress={busy ? '' : undefined}>
            <DeskHead t={t} title={title} under={t(`tables:import.about.${found.state}`)} errors={errors}>
              <Links links={[{ href: list, children: t('tables:import.back') }]} />
            </DeskHead>
            {found.state !== 'mapping' && <ImportFigures t={t} base={base} found={found} />}
            <ToTheList t={t} base={base} found={found} />
            <NextSteps t={t} base={base} found={found} />
            {found.state === 'done' && wrong.length + differs.length === 0 && <Empty>{t('tables:import.allIn')}</Empty>}
            {found.state === 'mapping' && <Axis title={t('tables:import.columns')}>{mapping}</Axis>}
            {differs.length > 0 && (
              <Axis title={t('tables:import.differing')} under={t('tables:import.differingUnder')} id="differing">
                <DifferingRows
                  {...shown}
                  rows={differs.slice(0, SHOWN)}
                  next={differs.length > SHOWN ? differs[SHOWN - 1]!.number : undefined}
                />
              </Axis>
            )}
            {wrong.length > 0 && (
              <Axis title={t('tables:import.problems')} under={t('tables:import.problemsUnder')} id="problems">
                <div class="flow">
                  <Links
                    links={[
                      { href: `${base}/problems.xlsx`, children: t('tables:import.problemsXlsx') },
                      { href: `${base}/problems.csv`, children: t('tables:import.problemsCsv') },
                    ]}
                  />
                  <ProblemRows
                    {...shown}
                    rows={wrong.slice(0, SHOWN)}
                    next={wrong.length > SHOWN ? wrong[SHOWN - 1]!.number : undefined}
                  />
                </div>
              </Axis>
            )}
            {good.length > 0 && (
              <Axis title={t('tables:import.good')} under={t('tables:import.goodUnder', { count: good.length })}>
                <GoodRows {...shown} rows={good} />
              </Axis>
            )}
            {found.state === 'checked' && (
              <Axis title={t('tables:import.columns')}>
                <details>
                  <summary>{t('tables:import.correctColumns')}</summary>
                  {mapping}
                </details>
              </Axis>
            )}
            {!busy && (
              <Axis title={t('tables:import.afterwards')} under={t('tables:import.kept')}>
                <Discard t={t} base={base} />
              </Axis>
            )}
          </div>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}
