import { Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { Translating } from '../../agenda/translating.service.ts'
import { translationOf, type Translation } from '../../agenda/translations.ts'
import { DomainError, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import type { Locale } from '../../kernel/locale.ts'
import { roleWith } from '../../people/role-policy.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { separatorIn, TABLE_FORMATS, TableResponse } from '../../platform/tables/table-response.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Field } from '../../ui/field.tsx'
import { Figures } from '../../ui/figures.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { Tick } from '../../ui/tick.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { pack, unpack } from '../packed.ts'
import { tableFromUpload } from '../tables/table-from-upload.ts'
import { textName } from './bench-page.tsx'
import { benchAddress, BenchQuery } from './bench-query.ts'
import { TranslationsFileForm } from './translate.forms.ts'
import { COLUMNS, columnName, editsFrom, lookAtRows, translationRows, type LookedRow } from './translation-table.ts'

/** The outcomes that a translator has to look at. */
const REFUSED = ['source-changed', 'target-changed', 'unknown'] as const

/** The bench as a table, out to translators and back: looked at first, and never over what changed meanwhile. */
@ApiExcludeController()
@Policy(roleWith('translate'))
@Controller(':locale/desk/:meeting/translate')
export class TranslationFilePages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Translating) private readonly translating: Translating,
  ) {}

  @Get('export.:format(xlsx|csv)')
  async out(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('format') asked: string,
    @Query() query: BenchQuery,
  ): Promise<Sendable> {
    const { t, locale } = ctx
    const room = await this.rooms.enter(ctx, slug, 'translate')
    const to = languageIn(room, query)
    const rows = translationRows(await this.all(room, to), locale, (one) => textName(t, one))
    const format = TABLE_FORMATS.find((one) => one === asked) ?? 'xlsx'
    const columns = COLUMNS.map((column) => columnName(column, locale))
    return new TableResponse({ columns, rows }, format, `${slug}-${room.meeting.mainLanguage}-${to}`, {
      separator: separatorIn(locale),
    })
  }

  @Get('file')
  async give(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: BenchQuery,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'translate')
    return this.draw(ctx, room, languageIn(room, query))
  }

  @Post('file')
  @Uploads()
  async take(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: BenchQuery,
    @Req() request: FastifyRequest,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'translate')
    const to = languageIn(room, query)
    const { body, files } = await readUpload(request)
    const { value: form, errors } = parseForm(TranslationsFileForm, body)
    if (!form) return this.draw(ctx, room, to, { fields: errors })
    if (form.rows !== undefined && !files.has('file')) {
      const edits = editsFrom(unpack(form.rows))
      const options = { machine: form.machine === 'yes' }
      const { saved } = await this.translating.save(room.meeting.id, to, edits, room.person, options)
      return redirect(benchAddress(`${room.path}/translate`, { to, saved: String(saved) }))
    }
    try {
      const { table } = await tableFromUpload(files.get('file'), undefined)
      const now = new Map((await this.all(room, to)).map((one) => [one.text.key, one]))
      const looked = lookAtRows(table, now)
      if (!looked)
        return this.draw(ctx, room, to, { fields: [{ pointer: '/file', message: 'translate.not-such-a-file' }] })
      return this.draw(ctx, room, to, { looked, now })
    } catch (error) {
      if (!(error instanceof DomainError) || !error.fields.length) throw error
      return this.draw(ctx, room, to, { fields: error.fields })
    }
  }

  private async all(room: DeskRoom, to: Locale): Promise<Translation[]> {
    const { texts, pairs } = await this.translating.state(room.meeting.id)
    return texts.flatMap((text) => translationOf(text, room.meeting.mainLanguage, to, pairs) ?? [])
  }

  private draw(
    ctx: RequestContext,
    room: DeskRoom,
    to: Locale,
    said: {
      fields?: readonly FieldError[] | undefined
      looked?: readonly LookedRow[]
      now?: ReadonlyMap<string, Translation>
    } = {},
  ): HtmlResponse {
    const { t, locale } = ctx
    const base = `${room.path}/translate`
    const errors = fieldProblems(locale, said.fields ?? [])
    const title = t('translate:file.title', { language: languageName(locale, to) })
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={title} under={t('translate:file.lead')}>
              <a href={`${base}?to=${to}`}>{t('translate:file.back')}</a>
            </DeskHead>
            {said.looked && said.now && (
              <Looked ctx={ctx} looked={said.looked} now={said.now} action={`${base}/file?to=${to}`} />
            )}
            <Axis title={t('translate:file.give')}>
              <Form action={`${base}/file?to=${to}`} class="form" enctype="multipart/form-data">
                <Field
                  t={t}
                  name="file"
                  label={t('translate:file.file')}
                  hint={t('translate:file.hint')}
                  error={problemOf(errors, 'file')}
                >
                  {(control) => <input type="file" accept=".xlsx,.csv" {...control} />}
                </Field>
                <Actions>
                  <Button second={said.looked !== undefined}>{t('translate:file.look')}</Button>
                </Actions>
                <p class="quiet">{t('translate:file.nothingYet')}</p>
              </Form>
            </Axis>
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}

/** @throws NotFound for a language that is none to translate into */
const languageIn = ({ meeting }: DeskRoom, { to }: BenchQuery): Locale => {
  if (!to || to === meeting.mainLanguage) throw new NotFound()
  return to
}

/** What would become of the rows, what is wrong with which, and the button that saves the good ones. */
const Looked = ({
  ctx: { t },
  looked,
  now,
  action,
}: {
  ctx: RequestContext
  looked: readonly LookedRow[]
  now: ReadonlyMap<string, Translation>
  action: string
}) => {
  const changes = looked.flatMap(({ edit }) => edit ?? [])
  const wrong = looked.filter(({ outcome }) => REFUSED.some((one) => one === outcome))
  const name = (row: LookedRow): string => {
    const one = row.text && now.get(row.text.key)
    return one ? textName(t, one) : ''
  }
  return (
    <>
      <Figures
        figures={(['change', 'same', 'empty'] as const).map((outcome) => ({
          figure: looked.filter((row) => row.outcome === outcome).length,
          label: t(`translate:outcome.${outcome}`),
        }))}
      />
      {wrong.length > 0 && (
        <Axis title={t('translate:file.problems')} under={t('translate:file.problemsUnder', { count: wrong.length })}>
          <DataTable
            t={t}
            columns={[
              { name: t('translate:file.row') },
              { name: t('translate:column.where') },
              { name: t('translate:file.what') },
            ]}
            rows={wrong.slice(0, 200).map((row) => ({
              header: String(row.number),
              cells: [name(row), t(`translate:outcome.${row.outcome}`)],
            }))}
          />
        </Axis>
      )}
      {changes.length > 0 && (
        <Axis title={t('translate:file.would')} under={t('translate:file.wouldUnder', { count: changes.length })}>
          <div class="flow">
            <DataTable
              t={t}
              columns={[
                { name: t('translate:column.where') },
                { name: t('translate:file.now') },
                { name: t('translate:file.then') },
              ]}
              rows={changes.slice(0, 50).map((edit) => {
                const one = now.get(edit.key)!
                return {
                  header: textName(t, one),
                  cells: [
                    <span lang={one.locale}>{one.target || '–'}</span>,
                    <span lang={one.locale}>{edit.target}</span>,
                  ],
                }
              })}
            />
            <Form action={action} class="form" enctype="multipart/form-data">
              <input type="hidden" name="rows" value={pack(changes)} />
              <Tick t={t} name="machine" value="yes" label={t('translate:machine')} hint={t('translate:machineHint')} />
              <Actions>
                <Button>{t('translate:file.save', { count: changes.length })}</Button>
              </Actions>
            </Form>
          </div>
        </Axis>
      )}
    </>
  )
}
