import type { ComponentChildren } from 'preact'
import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import { Transform } from 'class-transformer'
import { roleWith } from '../../people/role-policy.ts'
import { Clock } from '../../platform/clock.ts'
import type { HtmlResponse, Sendable } from '../../platform/http/html-response.ts'
import { redirect } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { separatorIn, TABLE_FORMATS, TableResponse, type TableFormat } from '../../platform/tables/table-response.ts'
import { chosenColumns } from '../../registration/export/export-columns.ts'
import { RegistrationExport } from '../../registration/export/registration-export.service.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Tick } from '../../ui/tick.tsx'
import { Boxes } from '../boxes.tsx'
import { DeskRooms } from '../desk-room.service.ts'
import { filterFrom, filterQuery, FilterQuery, isFiltered, queryWith, sortFrom } from '../registrations/list-query.ts'

const asList = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? [value] : value)

/** The filters of the list, and what to make of what passes them. */
export class ExportQuery extends FilterQuery {
  @IsOptional()
  @Transform(asList)
  @IsArray()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  columns?: string[]
  @IsOptional() @IsIn(TABLE_FORMATS) format?: TableFormat
}

/** Organisers take registrations out as a table. */
@ApiExcludeController()
@Policy(roleWith('review-registrations', { stepUp: true }))
@Controller(':locale/desk/:meeting/registrations')
export class ExportPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(RegistrationExport) private readonly exports: RegistrationExport,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('export')
  async choose(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: ExportQuery,
  ): Promise<Sendable> {
    const { t, locale } = ctx
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const { meeting, person, path } = room
    const base = `${path}/registrations`
    // The button of the form: on to the file of the kind that was chosen.
    if (query.format) {
      const asked = new URLSearchParams((query.columns ?? []).map((id) => ['columns', id]))
      const filters = new URLSearchParams(queryWith(query))
      return redirect(`${base}/export.${query.format}?${[asked, filters].map(String).filter(Boolean).join('&')}`)
    }
    const [all, count, before] = await Promise.all([
      this.exports.columns(meeting, person, locale),
      this.exports.count(meeting, filterFrom(query, meeting)),
      this.exports.choice(meeting, person),
    ])
    const chosen = new Set(chosenColumns(all, before?.columns ?? []).map(({ id }) => id))
    return this.page(
      ctx,
      room,
      query,
      count,
      <Form action={`${base}/export`} method="get" class="form">
        {Object.entries(filterQuery(query)).map(([name, value]) => (
          <input type="hidden" name={name} value={String(value)} />
        ))}
        <input type="hidden" name="sort" value={query.sort ?? 'sent'} />
        <RadioChoices
          t={t}
          name="format"
          label={t('tables:export.format')}
          choices={TABLE_FORMATS.map((value) => ({
            value,
            label: t(`tables:export.${value}`),
            note: t(`tables:export.${value}Note`),
          }))}
          value={before?.format ?? 'xlsx'}
        />
        <Boxes t={t} legend={t('tables:export.columns')} hint={t('tables:export.columnsHint')} id="columns">
          {all.map(({ id, heading }, index) => (
            <Tick t={t} name="columns" id={`columns-${index}`} value={id} label={heading} checked={chosen.has(id)} />
          ))}
        </Boxes>
        <Actions>
          <Button>{t('tables:export.download')}</Button>
        </Actions>
        <p class="quiet">{t('tables:export.onRecord')}</p>
      </Form>,
    )
  }

  @Get('export.:format(xlsx|csv)')
  async file(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('format') asked: string,
    @Query() query: ExportQuery,
  ): Promise<Sendable> {
    const { meeting, person } = await this.rooms.enter(ctx, slug, 'registrations')
    const format = TABLE_FORMATS.find((one) => one === asked) ?? 'xlsx'
    const before = query.columns ? undefined : await this.exports.choice(meeting, person)
    const table = await this.exports.begin(meeting, person, ctx.locale, {
      columns: query.columns ?? before?.columns ?? [],
      filter: filterFrom(query, meeting),
      order: sortFrom(query),
      format,
    })
    const at = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate().toString()
    return new TableResponse(table, format, `${meeting.slug}-${ctx.t('tables:export.name')}-${at}`, {
      separator: separatorIn(ctx.locale),
      sheet: ctx.t('desk:sections.registrations'),
    })
  }

  private page(
    ctx: RequestContext,
    room: Awaited<ReturnType<DeskRooms['enter']>>,
    query: ExportQuery,
    count: number,
    form: ComponentChildren,
  ): HtmlResponse {
    const { t } = ctx
    const list = `${room.path}/registrations${queryWith(query)}`
    const title = t('tables:export.title')
    return page(ctx, {
      title,
      ...room.frame,
      children: (
        <>
          <DeskHead
            t={t}
            title={title}
            under={t(isFiltered(query) ? 'tables:export.countFiltered' : 'tables:export.count', { count })}
          >
            <Links links={[{ href: list, children: t('tables:export.back') }]} />
          </DeskHead>
          {count === 0 ? (
            <Empty>{t('tables:export.none')}</Empty>
          ) : (
            <Axis title={t('tables:export.what')}>
              <div class="flow">{form}</div>
            </Axis>
          )}
        </>
      ),
    })
  }
}
