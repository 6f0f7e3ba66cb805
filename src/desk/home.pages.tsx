import { Controller, Get, Inject, Param } from '@nestjs/common'
import { NotFound } from '../kernel/domain-error.ts'
import { frameOf, wordsOf } from '../meetings/meeting-frame.ts'
import { People } from '../people/people.service.ts'
import { ANY_ROLE } from '../people/role-policy.ts'
import { redirect, type HtmlResponse, type Sendable } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy } from '../platform/policies/policy.ts'
import { ActionLink, ButtonLink } from '../ui/actions.tsx'
import { DeskHead } from '../ui/axis.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { Empty } from '../ui/note.tsx'
import { page } from '../ui/page.tsx'
import { Terms } from '../ui/terms.tsx'
import { DeskRooms } from './desk-room.service.ts'

/** The desk's front page: the meetings that an organiser works on. */
@Policy(ANY_ROLE)
@Controller(':locale/desk')
export class DeskHomePages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(People) private readonly people: People,
  ) {}

  @Get()
  async meetings(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    const { t, locale, reader } = ctx
    if (!reader) throw new NotFound()
    const [open, makes] = await Promise.all([
      this.rooms.openTo(reader.person),
      this.people.mayEverywhere(reader.person, 'configure-meeting'),
    ])
    return page(ctx, {
      title: t('desk:home.title'),
      desk: { sections: [] },
      children: (
        <>
          <DeskHead t={t} title={t('desk:home.title')}>
            {makes && (
              <ButtonLink href={`/${locale}/desk/new`} second>
                {t('desk:home.new')}
              </ButtonLink>
            )}
          </DeskHead>
          {open.length === 0 && <Empty>{t('desk:home.none')}</Empty>}
          <Terms
            terms={open.map(({ meeting }) => ({
              term: frameOf(meeting, locale).dates,
              detail: <LocalizedWords of={wordsOf(meeting.title, meeting, locale)} locale={locale} />,
              action: (
                <ActionLink
                  href={`/${locale}/desk/${meeting.slug}`}
                  about={wordsOf(meeting.title, meeting, locale).text}
                >
                  {t('desk:home.open')}
                </ActionLink>
              ),
            }))}
          />
        </>
      ),
    })
  }

  /** A meeting's desk opens at the first part that its reader has a right to. */
  @Get(':meeting')
  async enter(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug)
    const [first] = room.frame.desk.sections
    if (!first) throw new NotFound()
    return redirect(first.href)
  }
}
