import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ChangedMeanwhile, InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Inquiries } from '../../registration/review/inquiries.service.ts'
import { ReviewRequests } from '../../registration/review/requests.service.ts'
import { Review } from '../../registration/review/review.service.ts'
import { Undoing } from '../../registration/review/undoing.service.ts'
import { MoveNotOpen } from '../../registration/states.ts'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { nameOf } from '../registrations/registrations-table.tsx'
import { WordsForm } from './review.forms.ts'
import { queryOf, ReviewQuery } from './review-query.ts'
import { WordsPage, type WordsKind } from './words-page.tsx'

/** What a reviewer writes to a person before the next request: the reason why they are declined, or a question. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/review/:id')
export class DeskWordsPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(ReviewRequests) private readonly requests: ReviewRequests,
    @Inject(Review) private readonly review: Review,
    @Inject(Inquiries) private readonly inquiries: Inquiries,
    @Inject(Undoing) private readonly undoing: Undoing,
  ) {}

  @Get('decline')
  async startDecline(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: ReviewQuery,
  ): Promise<HtmlResponse> {
    return this.write(ctx, await this.rooms.enter(ctx, slug, 'review'), query, id, 'decline')
  }

  @Post('decline')
  async decline(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: ReviewQuery,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const { value: form, errors } = parseForm(WordsForm, body)
    if (errors) return this.write(ctx, room, query, id, 'decline', { errors })
    const why = (form.words ?? '').trim().normalize('NFC')
    if (!why) {
      const missing = [{ pointer: '/words', message: 'review.reason.missing' }]
      return this.write(ctx, room, query, id, 'decline', { errors: missing })
    }
    return this.next(room, query, id, async () => {
      const { registration } = await this.requests.one(room.meeting, id, room.person)
      await this.undoing.remember(room.meeting.id, registration.id, room.person)
      await this.review.decline(room.meeting, registration.id, room.person, why, form.seen)
    })
  }

  @Get('ask')
  async startAsking(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: ReviewQuery,
  ): Promise<HtmlResponse> {
    return this.write(ctx, await this.rooms.enter(ctx, slug, 'review'), query, id, 'ask')
  }

  @Post('ask')
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: ReviewQuery,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const { value: form, errors } = parseForm(WordsForm, body)
    if (errors) return this.write(ctx, room, query, id, 'ask', { errors })
    const words = form.words ?? ''
    const { registration } = await this.requests.one(room.meeting, id, room.person)
    try {
      return await this.next(room, query, id, () =>
        this.inquiries.ask(room.meeting, registration.id, room.person, {
          question: words,
          submissionId: form.submission ?? randomUUID(),
        }),
      )
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      const wrong = error.fields.map((field) => ({ ...field, pointer: '/words' }))
      return this.write(ctx, room, query, id, 'ask', { typed: words, errors: wrong })
    }
  }

  /** On to the next request; or back to this one, when it has changed while its reviewer wrote. */
  private async next(room: DeskRoom, query: ReviewQuery, id: string, deed: () => Promise<void>): Promise<Sendable> {
    const base = `${room.path}/review`
    try {
      await deed()
    } catch (error) {
      if (error instanceof ChangedMeanwhile || error instanceof MoveNotOpen)
        return redirect(`${base}/${id}${queryOf(query, { changed: 'yes' })}`)
      throw error
    }
    return redirect(base + queryOf(query, { done: id }))
  }

  private async write(
    ctx: RequestContext,
    room: DeskRoom,
    query: ReviewQuery,
    id: string,
    kind: WordsKind,
    sent: { typed?: string; errors?: readonly FieldError[] } = {},
  ): Promise<HtmlResponse> {
    const request = await this.requests.one(room.meeting, id, room.person)
    const errors = fieldProblems(ctx.locale, sent.errors ?? [])
    return page(
      ctx,
      {
        title: ctx.t(`review:${kind}.title`, { name: nameOf(request.registration) }),
        ...room.frame,
        errors,
        children: (
          <WordsPage
            ctx={ctx}
            kind={kind}
            base={`${room.path}/review`}
            query={query}
            request={request}
            submission={randomUUID()}
            typed={sent.typed}
            errors={errors}
          />
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}
