import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import { ChangedMeanwhile, NotFound } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { capitalized, formatDay } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { maskedAddress } from '../../registration/review/merge.ts'
import { Merging, type MergePreview } from '../../registration/review/merging.service.ts'
import { RegistrationList, type ListedRegistration } from '../../registration/review/registration-list.service.ts'
import { MoveNotOpen } from '../../registration/states.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Terms, type Term } from '../../ui/terms.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { DayCell, nameOf, representedBy } from '../registrations/registrations-table.tsx'
import { SideBySide } from './duplicates-panel.tsx'
import { queryOf, ReviewQuery } from './review-query.ts'

/** Which of two is kept, and what the reviewer saw of both. */
export class MergeForm {
  @IsString() @MaxLength(40) keep: string
  @IsOptional() @IsString() @MaxLength(30) seenKept?: string
  @IsOptional() @IsString() @MaxLength(30) seenOther?: string
}

/** Two registrations side by side, what would become of them, and the button that does it: merging is not undone. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/review/:id/merge/:other')
export class DeskMergePages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(RegistrationList) private readonly registrations: RegistrationList,
    @Inject(Merging) private readonly merging: Merging,
  ) {}

  @Get()
  async look(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Param('other') other: string,
    @Query() query: ReviewQuery,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    return this.show(ctx, room, id, other, query)
  }

  @Post()
  async merge(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Param('other') other: string,
    @Query() query: ReviewQuery,
    @Body() form: MergeForm,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const pair = [id, other]
    const keep = pair.find((each) => each === form.keep)
    const absorb = pair.find((each) => each !== form.keep)
    if (!keep || !absorb) throw new NotFound()
    try {
      await this.merging.merge(room.meeting, asId(keep), asId(absorb), room.person, {
        ...(form.seenKept && { [keep]: form.seenKept }),
        ...(form.seenOther && { [absorb]: form.seenOther }),
      })
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.show(ctx, room, id, other, query, true)
      if (error instanceof MoveNotOpen) return redirect(`${room.path}/review/${keep}${queryOf(query)}`)
      throw error
    }
    return redirect(`${room.path}/review/${keep}${queryOf(query, { done: absorb })}`)
  }

  private async show(
    ctx: RequestContext,
    room: DeskRoom,
    id: string,
    other: string,
    query: ReviewQuery,
    changed = false,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting } = room
    const preview = await this.merging.preview(meeting, id, other, query.keep)
    const [kept, closed] = await Promise.all([
      this.registrations.one(meeting.id, preview.kept),
      this.registrations.one(meeting.id, preview.other),
    ])
    const here = `${room.path}/review/${id}/merge/${other}`
    const title = t('review:merge.title', { name: nameOf(kept) })
    return page(
      ctx,
      {
        title,
        ...room.frame,
        children: (
          <>
            <DeskHead t={t} title={title} under={t('review:merge.under')}>
              <Links
                links={[
                  { href: `${room.path}/review/${id}${queryOf(query)}`, children: t('review:back') },
                  {
                    href: here + queryOf(query, { keep: preview.other }),
                    children: t('review:merge.swap', { address: closed.email }),
                  },
                ]}
              />
            </DeskHead>
            {changed && (
              <Note>
                <p>
                  <State t={t} is="warning">
                    {t('review:merge.changed')}
                  </State>
                </p>
              </Note>
            )}
            <div class="beside">
              <div>
                <section class="panel flow" aria-labelledby="two">
                  <h2 id="two">{t('review:merge.two')}</h2>
                  <SideBySide
                    t={t}
                    locale={locale}
                    meeting={meeting}
                    one={kept}
                    two={closed}
                    names={[t('review:merge.kept'), t('review:merge.closed')]}
                    labelledBy="two"
                  />
                </section>
                <section class="panel" aria-labelledby="after">
                  <h2 id="after">{t('review:merge.after')}</h2>
                  <Terms terms={afterTerms(ctx, room, preview, kept, closed)} />
                </section>
              </div>
              <aside class="panel flow" aria-labelledby="do">
                <h2 id="do">{t('desk:review.decide')}</h2>
                <p>{t('review:merge.says')}</p>
                <p>
                  {preview.aliases
                    ? t('review:merge.leadsOn')
                    : t('review:merge.told', { address: maskedAddress(kept.email) })}
                </p>
                <Form action={here + queryOf(query)}>
                  <input type="hidden" name="keep" value={preview.kept} />
                  <input type="hidden" name="seenKept" value={preview.seen[preview.kept]} />
                  <input type="hidden" name="seenOther" value={preview.seen[preview.other]} />
                  <Actions>
                    <Button>{t('review:merge.do')}</Button>
                  </Actions>
                </Form>
              </aside>
            </div>
          </>
        ),
      },
      { status: changed ? 409 : 200 },
    )
  }
}

const afterTerms = (
  { t, locale }: RequestContext,
  { meeting }: DeskRoom,
  preview: MergePreview,
  kept: ListedRegistration,
  closed: ListedRegistration,
): Term[] => {
  const facts = preview.facts === 'kept' ? kept : closed
  return [
    { term: t('review:twin.name'), detail: nameOf(kept) },
    { term: t('desk:review.email'), detail: kept.email },
    {
      term: t('desk:registrations.represents'),
      detail: (
        <>
          {representedBy(facts, locale)}{' '}
          <State t={t} is={facts.verified ? 'verified' : 'under-review'}>
            {facts.verified ? t('desk:registrations.verified') : t('desk:registrations.claimed')}
          </State>
        </>
      ),
    },
    ...meeting.days.flatMap(({ date }): Term[] => {
      const merged = preview.days.find(({ day }) => day === date.toString())
      if (!merged) return []
      const from = merged.from === 'kept' ? kept : closed
      return [
        {
          term: capitalized(formatDay(date, locale, { year: false }), locale),
          detail: (
            <>
              <DayCell t={t} day={from.standing.days.find(({ day }) => day === merged.day)} />
              {merged.withOnline && <small> {t('review:merge.withOnline')}</small>}{' '}
              <span class="quiet">{t(merged.from === 'kept' ? 'review:merge.itsOwn' : 'review:merge.passed')}</span>
            </>
          ),
        },
      ]
    }),
  ]
}
