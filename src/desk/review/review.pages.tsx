import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ChangedMeanwhile, InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { asId, isId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Duplicates } from '../../registration/review/duplicates.service.ts'
import { ReviewQueue } from '../../registration/review/queue.service.ts'
import { RegistrationList, type ListedRegistration } from '../../registration/review/registration-list.service.ts'
import { ReviewRequests } from '../../registration/review/requests.service.ts'
import { Review } from '../../registration/review/review.service.ts'
import { CannotBeUndone, Undoing } from '../../registration/review/undoing.service.ts'
import { can, MoveNotOpen } from '../../registration/states.ts'
import { Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { nameOf } from '../registrations/registrations-table.tsx'
import { TwinPanels, type Twin } from './duplicates-panel.tsx'
import { QueueFilters, RequestPage } from './request-page.tsx'
import { DecideForm, factFrom } from './review.forms.ts'
import { filterFrom, queryOf, ReviewQuery } from './review-query.ts'

/** The review queue: one request at a time, decide, and the next one is there. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/review')
export class DeskReviewPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(ReviewQueue) private readonly queue: ReviewQueue,
    @Inject(ReviewRequests) private readonly requests: ReviewRequests,
    @Inject(RegistrationList) private readonly registrations: RegistrationList,
    @Inject(Review) private readonly review: Review,
    @Inject(Duplicates) private readonly duplicates: Duplicates,
    @Inject(Undoing) private readonly undoing: Undoing,
  ) {}

  @Get()
  async next(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: ReviewQuery,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const next = await this.queue.next(room.meeting.id, room.person, filterFrom(query))
    return next ? this.show(ctx, room, query, next) : this.nothingLeft(ctx, room, query)
  }

  @Get(':id')
  async one(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: ReviewQuery,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const { registration } = await this.requests.one(room.meeting, id, room.person)
    await this.queue.look(registration.id, room.person)
    return this.show(ctx, room, query, registration.id, [], query.changed === 'yes')
  }

  @Post(':id')
  async decide(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: ReviewQuery,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const found = await this.registrations.one(room.meeting.id, id)
    const { value: form, errors } = parseForm(DecideForm, body)
    if (errors) return this.show(ctx, room, query, id, errors)
    const base = `${room.path}/review`
    if (form.merge) return redirect(`${base}/${id}/merge/${encodeURIComponent(form.merge)}${queryOf(query)}`)
    if (form.apart) {
      if (isId(form.apart)) await this.duplicates.apart(room.meeting.id, found.id, asId(form.apart), room.person)
      return redirect(`${base}/${id}${queryOf(query)}`)
    }
    if (form.do === 'ask' || form.do === 'decline') return redirect(`${base}/${id}/${form.do}${queryOf(query)}`)
    if (form.do === 'undo') return this.undo(ctx, room, query, found)
    if (form.do === 'skip') {
      await this.queue.skip(found.id, room.person)
      return redirect(base + queryOf(query))
    }
    try {
      await this.undoing.remember(room.meeting.id, found.id, room.person)
      await this.review.verify(room.meeting, found.id, room.person, factFrom(form, found), '', form.seen)
    } catch (error) {
      if (error instanceof InvalidInput) return this.show(ctx, room, query, id, error.fields)
      if (error instanceof ChangedMeanwhile || error instanceof MoveNotOpen)
        return this.show(ctx, room, query, id, [], true)
      throw error
    }
    return redirect(base + queryOf(query, { done: id }))
  }

  /** Takes back the last decision, while nothing else has happened since; a second click finds it taken back. */
  private async undo(
    ctx: RequestContext,
    room: DeskRoom,
    query: ReviewQuery,
    { id }: ListedRegistration,
  ): Promise<Sendable> {
    try {
      if (await this.undoing.open(id, room.person)) await this.undoing.undo(room.meeting, id, room.person)
    } catch (error) {
      if (error instanceof CannotBeUndone) return this.show(ctx, room, query, id, [], true)
      throw error
    }
    return redirect(`${room.path}/review/${id}${queryOf(query)}`)
  }

  private async show(
    ctx: RequestContext,
    room: DeskRoom,
    query: ReviewQuery,
    id: string,
    fields: readonly FieldError[] = [],
    changed = false,
  ): Promise<HtmlResponse> {
    if (query.keys) await this.queue.setKeys(room.person, query.keys !== 'off')
    const [request, counts, keys, done] = await Promise.all([
      this.requests.one(room.meeting, id, room.person),
      this.queue.counts(room.meeting.id, filterFrom(query)),
      this.queue.keysOf(room.person),
      this.decided(room, query),
    ])
    const twins = await this.twinsOf(room, request.registration)
    const errors = fieldProblems(ctx.locale, fields)
    return page(
      ctx,
      {
        title: `${nameOf(request.registration)} · ${ctx.t('review:title')}`,
        ...room.frame,
        errors,
        scripts: keys ? ['combobox', 'keys'] : ['combobox'],
        children: (
          <>
            {done && <Done ctx={ctx} room={room} done={done} />}
            <RequestPage
              ctx={ctx}
              meeting={room.meeting}
              base={`${room.path}/review`}
              query={query}
              request={request}
              counts={counts}
              keys={keys}
              errors={errors}
              changed={changed}
            >
              <TwinPanels
                t={ctx.t}
                locale={ctx.locale}
                meeting={room.meeting}
                request={request.registration}
                twins={twins}
                keys={keys}
              />
            </RequestPage>
          </>
        ),
      },
      { status: errors.length ? 422 : changed ? 409 : 200 },
    )
  }

  /** The likeliest registrations of the same person; more than a few would hide the request. */
  private async twinsOf(room: DeskRoom, registration: ListedRegistration): Promise<Twin[]> {
    if (!can('merge', registration.state)) return []
    const likely = await this.duplicates.of(room.meeting, registration.id)
    return Promise.all(
      likely.slice(0, 3).map(async ({ registration: id, reasons }) => ({
        registration: await this.registrations.one(room.meeting.id, id),
        reasons,
      })),
    )
  }

  private async nothingLeft(ctx: RequestContext, room: DeskRoom, query: ReviewQuery): Promise<HtmlResponse> {
    const { t } = ctx
    const [counts, done] = await Promise.all([
      this.queue.counts(room.meeting.id, filterFrom(query)),
      this.decided(room, query),
    ])
    const base = `${room.path}/review`
    return page(ctx, {
      title: t('review:title'),
      ...room.frame,
      children: (
        <>
          {done && <Done ctx={ctx} room={room} done={done} />}
          <DeskHead
            t={t}
            title={t('review:title')}
            under={counts.asked > 0 ? t('review:waitForAnswer', { n: counts.asked }) : undefined}
          >
            <ul class="links">
              <li>
                <a href={`${base}/add`}>{t('review:link.add')}</a>
              </li>
              <li>
                <a href={`${base}/invitations`}>{t('review:link.invitations')}</a>
              </li>
              <li>
                <a href={`${room.path}/registrations`}>{t('review:link.table')}</a>
              </li>
            </ul>
          </DeskHead>
          <Empty>
            <p>
              {counts.left > 0
                ? t('review:empty.elsewhere', { n: counts.left })
                : counts.all > 0
                  ? t('review:empty.filtered')
                  : t('review:empty.all')}
            </p>
          </Empty>
          <QueueFilters ctx={ctx} meeting={room.meeting} base={base} query={query} counts={counts} />
        </>
      ),
    })
  }

  /** The request that was decided on just before, to say what became of it and to take it back. */
  private async decided(room: DeskRoom, { done }: ReviewQuery): Promise<Decided | undefined> {
    if (!done) return undefined
    try {
      const registration = await this.registrations.one(room.meeting.id, done)
      return { registration, undoable: (await this.undoing.open(registration.id, room.person)) !== undefined }
    } catch (error) {
      if (error instanceof NotFound) return undefined
      throw error
    }
  }
}

interface Decided {
  registration: ListedRegistration
  undoable: boolean
}

/** What became of the request before this one. */
const Done = ({
  ctx: { t },
  room,
  done: { registration, undoable },
}: {
  ctx: RequestContext
  room: DeskRoom
  done: Decided
}) => {
  const path = `${room.path}/review/${registration.id}`
  return (
    <Note>
      <p role="status">
        {t(`review:done.${registration.state === 'draft' ? 'requested' : registration.state}`, {
          name: nameOf(registration),
        })}{' '}
        <a href={path}>{t('review:done.again')}</a>
      </p>
      {undoable && (
        <Form action={path}>
          <Button second name="do" value="undo">
            {t('review:done.undo')}
          </Button>
        </Form>
      )}
    </Note>
  )
}
