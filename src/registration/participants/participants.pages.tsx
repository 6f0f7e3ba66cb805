import { Controller, Get, Param, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Allow } from 'class-validator'
import { frameOf } from '../../meetings/meeting-frame.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { BytesResponse, type HtmlResponse } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Button, Form } from '../../ui/actions.tsx'
import { PageHead } from '../../ui/axis.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { foundIn, pagesOf, type ListedSection } from './official-order.ts'
import { constituencyPlural, leadOf, ListOfParticipants } from './participants-page.tsx'
import { ParticipantsPdf } from './participants-pdf.service.ts'
import { Participants } from './participants.service.ts'
import { READS_PARTICIPANTS } from './reads-participants.ts'

/** People on one page; a State's delegates are never parted. */
const A_PAGE = 1000

/** Names are for the people of the meeting, not for search engines. */
const NOT_INDEXED = { 'x-robots-tag': 'noindex, nofollow, noarchive' }

/** What may stand after the question mark; what makes no sense there is not asked. */
export class ParticipantsQuery {
  @Allow() q?: unknown
  @Allow() page?: unknown
}

const searched = (q: unknown): string => (typeof q === 'string' ? q.trim().slice(0, 200) : '')

/** The list of participants: a page, and the same as a tagged PDF. */
@ApiExcludeController()
@Policy(READS_PARTICIPANTS)
@Controller(':locale/:meeting')
export class ParticipantsPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly participants: Participants,
    private readonly pdf: ParticipantsPdf,
  ) {}

  @Get('participants')
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: ParticipantsQuery,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const meeting = await this.meetings.named(slug)
    const { date, provisional, sections } = await this.participants.list(meeting, locale)
    const base = `/${locale}/${meeting.slug}/participants`
    const q = searched(query.q)
    const pages = pagesOf(q ? foundIn(sections, q) : sections, A_PAGE)
    const number = Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), Math.max(1, pages.length))
    const shown = pages[number - 1] ?? []
    const addressOf = (wanted: number): string => {
      const address = new URLSearchParams([...(q ? [['q', q]] : []), ...(wanted > 1 ? [['page', `${wanted}`]] : [])])
      return address.size ? `${base}?${address.toString()}` : base
    }
    return page(
      ctx,
      {
        title: t('participants:title'),
        meeting: frameOf(meeting, locale),
        section: 'participants',
        head: <meta name="robots" content="noindex, nofollow, noarchive" />,
        children: (
          <>
            <PageHead
              t={t}
              rail={t(provisional ? 'participants:provisional' : 'participants:final')}
              under={formatDay(date, locale)}
              title={t('participants:title')}
              lead={leadOf(t, locale, meeting)}
            >
              {sections.length > 0 && <Find ctx={ctx} base={base} q={q} />}
              {sections.length > 0 && <Contents ctx={ctx} base={base} sections={shown} />}
            </PageHead>
            <ListOfParticipants t={t} locale={locale} sections={shown} />
            {shown.length === 0 && (
              <Empty>
                {q ? (
                  <p>{t('participants:empty.notFound', { q })}</p>
                ) : (
                  <>
                    <h2>{t('participants:empty.title')}</h2>
                    <p>{t('participants:empty.then')}</p>
                  </>
                )}
              </Empty>
            )}
            <Pagination
              t={t}
              first={number > 2 ? addressOf(1) : undefined}
              previous={number > 1 ? addressOf(number - 1) : undefined}
              next={number < pages.length ? addressOf(number + 1) : undefined}
            />
          </>
        ),
      },
      { headers: NOT_INDEXED },
    )
  }

  @Get('participants.pdf')
  async print(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<BytesResponse> {
    const meeting = await this.meetings.named(slug)
    const list = await this.participants.list(meeting, ctx.locale)
    return pdfResponse(await this.pdf.of(meeting, list, ctx.locale), `${meeting.slug}-participants-${ctx.locale}`)
  }
}

/** A PDF that opens in the browser, under a name that tells it from the others. */
export const pdfResponse = (body: BytesResponse['body'], name: string): BytesResponse =>
  new BytesResponse('application/pdf', body, {
    headers: { ...NOT_INDEXED, 'content-disposition': `inline; filename="${name}.pdf"` },
  })

const Find = ({ ctx: { t }, base, q }: { ctx: RequestContext; base: string; q: string }) => (
  <Form class="filters" method="get" action={base} role="search" aria-label={t('participants:find.label')}>
    <TextInput t={t} type="search" name="q" label={t('participants:find.what')} value={q} />
    <p class="actions">
      <Button second>{t('participants:find.find')}</Button>
      {q && (
        <>
          {' '}
          <a href={base}>{t('participants:find.all')}</a>
        </>
      )}
    </p>
  </Form>
)

const Contents = ({
  ctx: { t, locale },
  base,
  sections,
}: {
  ctx: RequestContext
  base: string
  sections: readonly ListedSection[]
}) => (
  <ul class="links">
    {sections.map(({ constituency: id }) => (
      <li>
        <a href={`#${id}`}>{constituencyPlural(id, locale)}</a>
      </li>
    ))}
    <li>
      <a href={`${base}.pdf`}>
        <Icon name="document" />
        {t('participants:pdf.link')}
      </a>
    </li>
  </ul>
)
