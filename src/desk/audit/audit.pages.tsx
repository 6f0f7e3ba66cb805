import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsIn, IsOptional, IsUUID } from 'class-validator'
import { roleWith } from '../../people/role-policy.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { separatorIn, TableResponse } from '../../platform/tables/table-response.ts'
import { ButtonLink, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { SetupNav, setupPath } from '../setup/setup-nav.tsx'
import type { Wording } from '../agenda/field-words.ts'
import { AuditNaming } from './audit-names.service.ts'
import { AUDIT_PARTS, PREFIXES, type AuditPart } from './audit-parts.ts'
import { actionWords, actorWords, detailWords, subjectWords } from './audit-words.ts'

/** Which part of the record, and after which entry the page goes on. */
export class AuditQuery {
  @IsOptional() @IsIn(AUDIT_PARTS) part?: AuditPart
  @IsOptional() @IsUUID() before?: string
}

const PAGE = 100
/** As many entries are read at once for a file. */
const BATCH = 1000

/** The record of a meeting: who saw what is not for everybody, and who changed what. Nobody changes it. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting'))
@Controller(':locale/desk/:meeting/settings')
export class DeskAuditPages {
  constructor(
    @Inject(DeskRooms) private readonly desks: DeskRooms,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(AuditNaming) private readonly naming: AuditNaming,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('audit')
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() { part = 'all', before }: AuditQuery,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const desk = await this.desks.enter(ctx, slug, 'settings')
    const { meeting } = desk
    const entries = await this.audit.inMeeting(meeting.id, {
      prefixes: PREFIXES[part],
      limit: PAGE + 1,
      ...(before && { before }),
    })
    const shown = entries.slice(0, PAGE)
    const names = await this.naming.of(meeting, shown, locale)
    const wording: Wording = { t, locale, meeting }
    const base = setupPath(desk.path, 'audit')
    const at = (query: Record<string, string>): string => `${base}?${new URLSearchParams(query).toString()}`
    return page(ctx, {
      title: t('setup:nav.audit'),
      ...desk.frame,
      children: (
        <>
          <DeskHead t={t} title={t('setup:nav.audit')} under={t('setup:audit.lead')}>
            <SetupNav t={t} desk={desk.path} current="audit" />
          </DeskHead>
          <nav aria-label={t('setup:audit.parts')}>
            <Links
              links={AUDIT_PARTS.map((one) => ({
                href: at({ part: one }),
                children: t(`setup:audit.part.${one}`),
                current: one === part,
              }))}
            />
          </nav>
          {shown.length === 0 ? (
            <Empty>{t('setup:audit.none')}</Empty>
          ) : (
            <DataTable
              t={t}
              columns={[
                { name: t('setup:audit.when') },
                { name: t('setup:audit.who') },
                { name: t('setup:audit.what') },
                { name: t('setup:audit.about') },
                { name: t('setup:audit.details') },
              ]}
              rows={shown.map((entry) => ({
                header: <span class="keep">{formatInstant(entry.at, meeting.timeZone, locale)}</span>,
                cells: [
                  actorWords(entry, names, wording),
                  actionWords(entry.action, wording),
                  subjectWords(entry, names, wording),
                  detailWords(entry, names, wording),
                ],
              }))}
            />
          )}
          <Pagination
            t={t}
            first={before && at({ part })}
            next={entries.length > PAGE ? at({ part, before: shown.at(-1)!.id }) : undefined}
          />
          <p class="actions">
            <ButtonLink href={`${base}.csv?part=${part}`} second>
              {t('setup:audit.download')}
            </ButtonLink>
          </p>
        </>
      ),
    })
  }

  @Get('audit.csv')
  @Policy(roleWith('configure-meeting', { stepUp: true }))
  async file(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() { part = 'all' }: AuditQuery,
  ): Promise<TableResponse> {
    const { t, locale } = ctx
    const desk = await this.desks.enter(ctx, slug, 'settings')
    const columns = [
      ...[t('setup:audit.when'), t('setup:audit.who'), t('setup:audit.what'), t('setup:audit.about')],
      t('setup:audit.details'),
      // For programs: what was written down, as it was.
      t('setup:audit.code'),
      'JSON',
    ]
    const day = this.clock.now().toZonedDateTimeISO(desk.meeting.timeZone).toPlainDate().toString()
    const name = `${desk.meeting.slug}-${t('setup:audit.file')}-${day}`
    return new TableResponse({ columns, rows: this.rows(ctx, desk, part) }, 'csv', name, {
      separator: separatorIn(locale),
    })
  }

  /** Batch by batch, as the reader takes them. */
  private async *rows(ctx: RequestContext, desk: DeskRoom, part: AuditPart): AsyncGenerator<readonly string[]> {
    let before: string | undefined
    for (;;) {
      const batch = await this.audit.inMeeting(desk.meeting.id, {
        prefixes: PREFIXES[part],
        limit: BATCH,
        ...(before && { before }),
      })
      const names = await this.naming.of(desk.meeting, batch, ctx.locale)
      const wording: Wording = { t: ctx.t, locale: ctx.locale, meeting: desk.meeting }
      for (const entry of batch)
        yield [
          entry.at.toZonedDateTimeISO(desk.meeting.timeZone).toString({ timeZoneName: 'never' }),
          actorWords(entry, names, wording),
          actionWords(entry.action, wording),
          subjectWords(entry, names, wording),
          detailWords(entry, names, wording),
          entry.action,
          JSON.stringify({ ...(entry.subject && { subject: entry.subject }), ...entry.data }),
        ]
      if (batch.length < BATCH) return
      before = batch.at(-1)!.id
    }
  }
}
