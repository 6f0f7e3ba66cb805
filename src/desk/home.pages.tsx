import { Controller, Get, Inject, Param } from '@nestjs/common'
import { NotFound } from '../kernel/domain-error.ts'
import { firstDayOf } from '../meetings/meetings.service.ts'
import { frameOf, wordsOf } from '../meetings/meeting-frame.ts'
import { People } from '../people/people.service.ts'
import { ANY_ROLE } from '../people/role-policy.ts'
import { Clock } from '../platform/clock.ts'
import { redirect, type HtmlResponse, type Sendable } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy } from '../platform/policies/policy.ts'
import { ActionLink, Actions, ButtonLink, Links } from '../ui/actions.tsx'
import { DeskHead } from '../ui/axis.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { Empty } from '../ui/note.tsx'
import { page } from '../ui/page.tsx'
import { Terms } from '../ui/terms.tsx'
import { DeskRooms, type OpenMeeting } from './desk-room.service.ts'
import { isPast } from './overview/attention.ts'
import { InForce, MeetingPanel, Needs } from './overview/meeting-panel.tsx'
import { Overviews } from './overview/overview.service.ts'

/** The desk's front page, meetings side by side, and the front page of each. */
@Policy(ANY_ROLE)
@Controller(':locale/desk')
export class DeskHomePages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(People) private readonly people: People,
    @Inject(Overviews) private readonly overviews: Overviews,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async meetings(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    const { t, locale, reader } = ctx
    if (!reader) throw new NotFound()
    const [open, makes] = await Promise.all([
      this.rooms.openTo(reader.person),
      this.people.mayEverywhere(reader.person, 'configure-meeting'),
    ])
    const now = this.clock.now()
    const past = open.filter(({ meeting }) => isPast(meeting, now))
    const ahead = open
      .filter(({ meeting }) => !isPast(meeting, now))
      .sort((a, b) => Temporal.PlainDate.compare(firstDayOf(a.meeting), firstDayOf(b.meeting)))
    const overviews = await this.overviews.of(ahead)
    return page(ctx, {
      title: t('desk:home.title'),
      desk: { sections: [] },
      children: (
        <>
          <DeskHead t={t} title={t('desk:home.title')}>
            {makes && open.length > 0 && <WaysToBegin ctx={ctx} copy />}
          </DeskHead>
          {open.length === 0 && (
            <Empty>
              <p>{t(makes ? 'desk:home.begin' : 'desk:home.none')}</p>
              {makes && <WaysToBegin ctx={ctx} />}
            </Empty>
          )}
          {open.length > 0 && ahead.length === 0 && <Empty>{t('desk:home.noneAhead')}</Empty>}
          {overviews.length > 0 && (
            <div class="overviews">
              {overviews.map((overview) => (
                <MeetingPanel t={t} locale={locale} overview={overview} />
              ))}
            </div>
          )}
          <Past ctx={ctx} meetings={past} />
          <OwnAccess ctx={ctx} />
        </>
      ),
    })
  }

  /** What needs attention in one meeting; who has one part of its desk only is led there. */
  @Get(':meeting')
  async enter(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<Sendable> {
    const { t, locale } = ctx
    const room = await this.rooms.enter(ctx, slug)
    const [first, ...others] = room.frame.desk.sections
    if (!first) throw new NotFound()
    if (!others.length) return redirect(first.href)
    const { meeting, rights, frame } = room
    const [overview] = await this.overviews.of([{ meeting, rights, roles: [] }])
    return page(ctx, {
      title: frame.meeting.shortTitle.text,
      ...frame,
      children: (
        <>
          <DeskHead
            t={t}
            title={<LocalizedWords of={frame.meeting.title} locale={locale} />}
            under={`${frame.meeting.dates} · ${frame.meeting.place}`}
          >
            <InForce t={t} locale={locale} overview={overview!} />
          </DeskHead>
          <section class="panel" aria-labelledby="needs">
            <h2 id="needs">{t('desk:home.needsTitle')}</h2>
            <Needs t={t} locale={locale} overview={overview!} />
          </section>
        </>
      ),
    })
  }
}

/** How a meeting begins: from nothing, as another one was, or from a file. */
const WaysToBegin = ({ ctx: { t, locale }, copy = false }: { ctx: RequestContext; copy?: boolean }) => {
  const base = `/${locale}/desk/new`
  return (
    <Actions>
      <ButtonLink href={base} second={copy}>
        {t('desk:home.new')}
      </ButtonLink>{' '}
      {copy && <a href={`${base}/copy`}>{t('setup:new.copy')}</a>} <a href={`${base}/file`}>{t('setup:new.file')}</a>
    </Actions>
  )
}

/** What belongs to the organiser and to no meeting. */
const OwnAccess = ({ ctx: { t, locale } }: { ctx: RequestContext }) => (
  <nav aria-label={t('desk:home.yours')}>
    <Links
      links={[
        { href: `/${locale}/desk/second-factors`, children: t('factors:list.title') },
        { href: `/${locale}/desk/tokens`, children: t('tokens:list.title') },
        { href: `/${locale}/me/sign-ins`, children: t('people:signIns.title') },
      ]}
    />
  </nav>
)

const Past = ({ ctx: { t, locale }, meetings }: { ctx: RequestContext; meetings: readonly OpenMeeting[] }) => {
  if (!meetings.length) return null
  return (
    <details class="past">
      <summary>{t('desk:home.past', { count: meetings.length })}</summary>
      <Terms
        terms={meetings.map(({ meeting }) => ({
          term: frameOf(meeting, locale).dates,
          detail: <LocalizedWords of={wordsOf(meeting.title, meeting, locale)} locale={locale} />,
          action: (
            <ActionLink href={`/${locale}/desk/${meeting.slug}`} about={wordsOf(meeting.title, meeting, locale).text}>
              {t('desk:home.open')}
            </ActionLink>
          ),
        }))}
      />
    </details>
  )
}
