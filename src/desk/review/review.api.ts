import { randomUUID } from 'node:crypto'
import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Put } from '@nestjs/common'
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger'
import { state as stateWithCode, stateFrom } from '../../delegations/state.ts'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { asId, isId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { TokenScope } from '../../platform/policies/token-scope.ts'
import type { ClaimDto, WishDto } from '../../registration/registration.dto.ts'
import type { Claim, Wish } from '../../registration/registration.ts'
import { Additions } from '../../registration/review/additions.service.ts'
import { Duplicates } from '../../registration/review/duplicates.service.ts'
import { Inquiries, type Inquiry } from '../../registration/review/inquiries.service.ts'
import { Merging } from '../../registration/review/merging.service.ts'
import { PreparedInvitations } from '../../registration/review/prepared-invitations.service.ts'
import { ReviewQueue } from '../../registration/review/queue.service.ts'
import { Reachability } from '../../registration/review/reachability.service.ts'
import { RegistrationList } from '../../registration/review/registration-list.service.ts'
import { ReviewRequests } from '../../registration/review/requests.service.ts'
import {
  AdditionDto,
  AddressDto,
  ApartDto,
  BounceDto,
  InvitationsDto,
  MergeDto,
  InquiryDto,
  ReviewQueueDto,
} from './review.dto.ts'

const personIn = ({ reader }: RequestContext): PersonId => {
  if (!reader) throw new NotFound()
  return reader.person
}

const registrationId = (id: string): RegistrationId => {
  if (!isId(id)) throw new NotFound()
  return asId(id)
}

const claimFrom = ({ constituency, state: said, organization = '' }: ClaimDto): Claim => ({
  constituency,
  state: said ? (stateWithCode(said)?.iso3 ?? stateFrom(said)?.iso3 ?? null) : null,
  organization,
})

const wishesFrom = (days: readonly WishDto[]): Wish[] =>
  days.map(({ day, mode, meanwhile = true }) => ({ day, mode, meanwhile: mode === 'in-person' && meanwhile }))

const inquiryJson = ({ id, question, askedAt, answer, answeredAt }: Inquiry) => ({
  id,
  question,
  askedAt: askedAt.toString(),
  answer,
  answeredAt: answeredAt?.toString() ?? null,
})

/** Reviewing for programs: the same commands as the pages of the queue. */
@ApiTags('Review')
@Policy(roleWith('review-registrations'))
@TokenScope('read-registrations', 'review-registrations')
@Controller('api/v1/meetings/:meeting')
export class ReviewApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(RegistrationList) private readonly list: RegistrationList,
    @Inject(ReviewQueue) private readonly queue: ReviewQueue,
    @Inject(ReviewRequests) private readonly requests: ReviewRequests,
    @Inject(Inquiries) private readonly inquiries: Inquiries,
    @Inject(Duplicates) private readonly duplicates: Duplicates,
    @Inject(Merging) private readonly merging: Merging,
    @Inject(Additions) private readonly additions: Additions,
    @Inject(PreparedInvitations) private readonly invitations: PreparedInvitations,
    @Inject(Reachability) private readonly reachability: Reachability,
  ) {}

  @Post('review/next')
  @HttpCode(200)
  @ApiOperation({
    summary: 'The request to decide on now, kept for you for five minutes',
    description: 'Answered questions first, then what a focal point confirmed, then the oldest.',
  })
  @ApiOkResponse({ description: '`request` is null when nothing is left for you; `counts` says what there is' })
  async next(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() filter: ReviewQueueDto) {
    const meeting = await this.meetings.named(slug)
    const next = await this.queue.next(meeting.id, personIn(ctx), { ...filter })
    const counts = await this.queue.counts(meeting.id, { ...filter })
    return { counts, request: next ? await this.requestJson(ctx, slug, next) : null }
  }

  @Get('registrations/:id/review')
  @ApiOperation({ summary: 'All that one needs to decide on a request' })
  @ApiOkResponse({ description: '`seen` goes back with the decision, so that nothing is decided on unseen' })
  async one(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string) {
    return this.requestJson(ctx, slug, id)
  }

  @Post('registrations/:id/skip')
  @HttpCode(204)
  @ApiOperation({ summary: 'Not now: it comes back to you at the end' })
  @ApiNoContentResponse()
  async skip(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string): Promise<void> {
    const meeting = await this.meetings.named(slug)
    const { id: registration } = await this.list.one(meeting.id, id)
    await this.queue.skip(registration, personIn(ctx))
  }

  @Post('registrations/:id/questions')
  @ApiOperation({ summary: 'Ask the person something; the request leaves the queue until they answer' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiCreatedResponse({ description: 'All that was asked, oldest first' })
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() { question }: InquiryDto,
    @Headers('idempotency-key') key?: string,
  ) {
    const meeting = await this.meetings.named(slug)
    const submissionId = key?.slice(0, 100) ?? randomUUID()
    await this.inquiries.ask(meeting, registrationId(id), personIn(ctx), { question, submissionId })
    return { questions: (await this.inquiries.of(registrationId(id))).map(inquiryJson) }
  }

  @Post('registrations/:id/apart')
  @HttpCode(204)
  @ApiOperation({ summary: 'Say that two registrations are of different people' })
  @ApiNoContentResponse()
  async apart(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() { other }: ApartDto,
  ): Promise<void> {
    const meeting = await this.meetings.named(slug)
    await this.duplicates.apart(meeting.id, registrationId(id), registrationId(other), personIn(ctx))
  }

  @Get('registrations/:id/merge/:other')
  @ApiOperation({ summary: 'What merging two registrations would do; the kept one is chosen by what is proven' })
  @ApiOkResponse({ description: 'Day by day whose place is kept, whose claim counts, and `seen` for the merger' })
  async preview(@Param('meeting') slug: string, @Param('id') id: string, @Param('other') other: string) {
    const meeting = await this.meetings.named(slug)
    return this.merging.preview(meeting, registrationId(id), registrationId(other))
  }

  @Post('registrations/:id/merge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make two registrations of one person one; this one is kept' })
  @ApiOkResponse({ description: 'The kept registration' })
  @ApiConflictResponse({ description: 'One of the two changed since, or cannot be merged' })
  async merge(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() { absorb, seen }: MergeDto,
  ) {
    const meeting = await this.meetings.named(slug)
    await this.merging.merge(meeting, registrationId(id), registrationId(absorb), personIn(ctx), seen)
    return this.requestJson(ctx, slug, id)
  }

  @Post('registrations')
  @ApiOperation({ summary: 'Register somebody by hand' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A UUID: sent again, nobody else is added.' })
  @ApiCreatedResponse({ description: 'The registration' })
  @ApiConflictResponse({ description: 'They have registered already' })
  async add(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() said: AdditionDto,
    @Headers('idempotency-key') key?: string,
  ) {
    const meeting = await this.meetings.named(slug)
    const id = await this.additions.add(meeting, personIn(ctx), {
      names: { givenNames: said.names.givenNames, familyName: said.names.familyName ?? '' },
      jobTitle: said.jobTitle ?? '',
      email: said.email ?? '',
      contactEmail: said.contactEmail ?? '',
      claim: claimFrom(said.claim),
      wishes: wishesFrom(said.days),
      language: said.language ?? meeting.mainLanguage,
      verified: said.verified ?? false,
      outOfTurn: said.why,
      submissionId: key ?? randomUUID(),
    })
    return this.requestJson(ctx, slug, id)
  }

  @Get('invitations')
  @ApiOperation({ summary: 'Invitations with a prepared place, newest first' })
  @ApiOkResponse({ description: 'Each with what became of it' })
  async invited(@Param('meeting') slug: string) {
    const meeting = await this.meetings.named(slug)
    const all = await this.invitations.of(meeting.id)
    return {
      invitations: all.map((each) => ({
        ...each,
        heldUntil: each.heldUntil.toString(),
        createdAt: each.createdAt.toString(),
      })),
    }
  }

  @Post('invitations')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hold a place for each address and invite it' })
  @ApiOkResponse({ description: 'What became of each address; one without room holds up no other' })
  async invite(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() said: InvitationsDto) {
    const meeting = await this.meetings.named(slug)
    return {
      invited: await this.invitations.invite(meeting, personIn(ctx), said.addresses, {
        claim: claimFrom(said.claim),
        wishes: wishesFrom(said.days),
        language: said.language ?? meeting.mainLanguage,
        heldUntil: momentFrom(said.heldUntil),
      }),
    }
  }

  @Post('invitations/:id/resend')
  @HttpCode(204)
  @ApiOperation({ summary: 'Send an invitation again' })
  @ApiNoContentResponse()
  async resend(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string): Promise<void> {
    await this.invitations.resend((await this.meetings.named(slug)).id, id, personIn(ctx))
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take an invitation back; its place goes to those in line' })
  @ApiNoContentResponse()
  async withdraw(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string): Promise<void> {
    await this.invitations.withdraw(await this.meetings.named(slug), id, personIn(ctx))
  }

  @Put('registrations/:id/address')
  @ApiOperation({ summary: 'Correct an address, and send what never arrived' })
  @ApiOkResponse({ description: 'How many mails were sent again' })
  async correct(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() { address }: AddressDto,
  ) {
    const meeting = await this.meetings.named(slug)
    return this.reachability.correct(meeting, registrationId(id), personIn(ctx), address)
  }

  @Post('bounces')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mail to an address came back: mark who registered with it' })
  @ApiOkResponse({ description: 'How many were marked' })
  async bounced(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() { address, response = '' }: BounceDto,
  ) {
    const meeting = await this.meetings.named(slug)
    return { marked: await this.reachability.bounced(meeting, address, response, personIn(ctx)) }
  }

  private async requestJson(ctx: RequestContext, slug: string, id: string) {
    const meeting = await this.meetings.named(slug)
    const request = await this.requests.one(meeting, id, personIn(ctx))
    const { registration } = request
    return {
      id: registration.id,
      reference: registration.reference,
      state: registration.state,
      names: registration.names,
      email: registration.email,
      proved: request.proved,
      jobTitle: registration.jobTitle,
      language: registration.language,
      claim: registration.claim,
      verified: registration.verified,
      days: registration.standing.days,
      late: request.late,
      endorsedAt: request.endorsedAt?.toString() ?? null,
      unreachable: request.refused && {
        since: request.refused.since.toString(),
        response: request.refused.response,
      },
      questions: request.inquiries.map(inquiryJson),
      likely: await this.duplicates.of(meeting, registration.id),
      elsewhere: request.elsewhere,
      seen: request.seen,
    }
  }
}

const momentFrom = (text: string): Temporal.Instant => {
  try {
    return Temporal.Instant.from(text)
  } catch (cause) {
    throw new InvalidInput({ fields: [{ pointer: '/heldUntil', message: 'field.not-a-date' }], cause })
  }
}
