import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common'
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import { NotFound } from '../../kernel/domain-error.ts'
import { asId, type PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { TokenScope } from '../../platform/policies/token-scope.ts'
import { lacksTerms } from '../../registration/bulk/bulk-action.ts'
import { BulkActions, type Bulk } from '../../registration/bulk/bulk.service.ts'
import { RegistrationMails } from '../../registration/registration-mails.service.ts'
import { shownReference } from '../../registration/reference.ts'
import { Arrangements } from '../../registration/review/arrangements.service.ts'
import { RegistrationHistory } from '../../registration/review/history.service.ts'
import { RegistrationList, type ListedRegistration } from '../../registration/review/registration-list.service.ts'
import { Undoing } from '../../registration/review/undoing.service.ts'
import {
  BulkDto,
  BulkTermsDto,
  filterOf,
  RegistrationChangeDto,
  RegistrationsQueryDto,
  WithdrawDto,
} from './registrations.dto.ts'

/** A registration as programs of organisers see it. */
export const registrationJson = (row: ListedRegistration) => ({
  id: row.id,
  reference: shownReference(row.reference),
  names: row.names,
  email: row.email,
  jobTitle: row.jobTitle,
  state: row.state,
  late: row.late,
  nominated: row.nominated,
  claim: row.claim,
  verified: row.verified,
  delegation: row.delegation,
  language: row.language,
  days: row.standing.days,
  answers: row.answers,
  submittedAt: row.submittedAt.toString(),
  changedAt: row.changedAt.toString(),
})

const personIn = (ctx: RequestContext): PersonId => {
  if (!ctx.reader) throw new NotFound()
  return ctx.reader.person
}

/** Registrations at the desk, for programs: the same list and the same commands as its pages. */
@ApiTags('Desk')
@Policy(roleWith('review-registrations'))
@TokenScope('read-registrations', 'review-registrations')
@Controller('api/v1/meetings/:meeting/registrations')
export class RegistrationsApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(RegistrationList) private readonly list: RegistrationList,
    @Inject(RegistrationHistory) private readonly history: RegistrationHistory,
    @Inject(Arrangements) private readonly arrangements: Arrangements,
    @Inject(Undoing) private readonly undoing: Undoing,
    @Inject(RegistrationMails) private readonly mails: RegistrationMails,
    @Inject(BulkActions) private readonly bulk: BulkActions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Registrations: found, narrowed, sorted, page by page', description: 'First sent first.' })
  @ApiOkResponse({ description: 'A page; `next` and `previous` name where the ones beside it begin.' })
  async find(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Query() query: RegistrationsQueryDto) {
    const meeting = await this.meetings.named(slug)
    const { sort, descending, after, before, limit } = query
    const filter = await this.list.narrow(meeting.id, filterOf(query))
    const [found, count] = await Promise.all([
      this.list.list(meeting.id, filter, {
        locale: ctx.locale,
        ...(sort && { sort }),
        ...(descending && { descending }),
        ...(after && { after }),
        ...(before && { before }),
        ...(limit && { limit }),
      }),
      this.list.count(meeting.id, filter),
    ])
    return {
      registrations: found.rows.map(registrationJson),
      matching: count > 1000 ? { moreThan: 1000 } : { count },
      next: found.next ?? null,
      previous: found.previous ?? null,
    }
  }

  @Post('bulk')
  @ApiOperation({
    summary: 'Prepare something to be done to many',
    description: 'Nothing happens before it is started.',
  })
  @ApiCreatedResponse({ description: 'What is prepared, and what it would do' })
  @ApiUnprocessableEntityResponse({ description: 'Nobody is chosen, or the terms do not fit.' })
  async prepare(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() order: BulkDto) {
    const meeting = await this.meetings.named(slug)
    const by = personIn(ctx)
    const whom = order.registrations?.map((id) => asId<'Registration'>(id)) ?? filterOf(order.filter ?? {})
    const id = await this.bulk.choose(meeting, by, order.action, whom)
    if (order.terms) await this.bulk.setTerms(meeting, await this.bulk.one(meeting.id, id, by), order.terms)
    return this.bulkJson(meeting, await this.bulk.one(meeting.id, id, by))
  }

  @Get('bulk/:id')
  @ApiOperation({ summary: 'What it would do, how far it has come, what became of it' })
  @ApiOkResponse({ description: 'It as it is now' })
  async bulkOne(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string) {
    const meeting = await this.meetings.named(slug)
    return this.bulkJson(meeting, await this.bulk.one(meeting.id, id, personIn(ctx)))
  }

  @Patch('bulk/:id')
  @ApiOperation({ summary: 'Say with what it is to be done' })
  @ApiOkResponse({ description: 'It as it is now, with what it would do' })
  async bulkTerms(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() terms: BulkTermsDto,
  ) {
    const meeting = await this.meetings.named(slug)
    await this.bulk.setTerms(meeting, await this.bulk.one(meeting.id, id, personIn(ctx)), terms)
    return this.bulkOne(ctx, slug, id)
  }

  @Post('bulk/:id/start')
  @HttpCode(200)
  @ApiOperation({ summary: 'Carry it out; starting it again changes nothing' })
  @ApiOkResponse({ description: 'It as it is now; many go on after the answer' })
  async bulkStart(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string) {
    const meeting = await this.meetings.named(slug)
    await this.bulk.start(await this.bulk.one(meeting.id, id, personIn(ctx)))
    return this.bulkOne(ctx, slug, id)
  }

  @Post('bulk/:id/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take it back for each to whom nothing else has happened since' })
  @ApiOkResponse({ description: 'It as it is now' })
  async bulkUndo(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string) {
    const meeting = await this.meetings.named(slug)
    await this.bulk.undo(await this.bulk.one(meeting.id, id, personIn(ctx)))
    return this.bulkOne(ctx, slug, id)
  }

  @Get(':id')
  @ApiOperation({ summary: 'One registration' })
  @ApiOkResponse({ description: 'The registration' })
  async one(@Param('meeting') slug: string, @Param('id') id: string) {
    const meeting = await this.meetings.named(slug)
    return registrationJson(await this.list.one(meeting.id, id))
  }

  @Get(':id/history')
  @ApiOperation({ summary: 'What happened to it, the newest first: who, when, why' })
  @ApiOkResponse({ description: 'Everything since it was sent' })
  async past(@Param('meeting') slug: string, @Param('id') id: string) {
    const meeting = await this.meetings.named(slug)
    const { id: registration } = await this.list.one(meeting.id, id)
    const entries = await this.history.of(registration)
    return { history: entries.map((entry) => ({ ...entry, at: entry.at.toString() })) }
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change name, function, claim or days for somebody', description: 'The person is told.' })
  @ApiOkResponse({ description: 'The registration as it is now' })
  @ApiConflictResponse({ description: 'Not possible as it stands.' })
  async change(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() { names, jobTitle, claim, days, why }: RegistrationChangeDto,
  ) {
    const meeting = await this.meetings.named(slug)
    const by = personIn(ctx)
    const found = await this.list.one(meeting.id, id)
    if (names || jobTitle !== undefined)
      await this.arrangements.name(
        meeting,
        found.id,
        by,
        {
          names: names ? { givenNames: names.givenNames, familyName: names.familyName ?? '' } : found.names,
          jobTitle: jobTitle ?? found.jobTitle,
        },
        why,
      )
    if (claim) {
      await this.undoing.remember(meeting.id, found.id, by)
      await this.arrangements.represent(meeting, found.id, by, { ...claim, state: claim.state ?? null }, why)
    }
    if (days) {
      await this.undoing.remember(meeting.id, found.id, by)
      const wishes = days.map(({ day, mode }) => ({ day, mode, meanwhile: mode === 'in-person' }))
      await this.arrangements.choose(meeting, found.id, by, wishes, why)
    }
    return registrationJson(await this.list.one(meeting.id, id))
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw for somebody' })
  @ApiOkResponse({ description: 'The registration as it is now' })
  async withdraw(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() { why }: WithdrawDto,
  ) {
    const meeting = await this.meetings.named(slug)
    const found = await this.list.one(meeting.id, id)
    if (found.state !== 'withdrawn') await this.undoing.remember(meeting.id, found.id, personIn(ctx))
    await this.arrangements.withdraw(meeting, found.id, personIn(ctx), why)
    return registrationJson(await this.list.one(meeting.id, id))
  }

  @Post(':id/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take back what you did last', description: 'While nothing else has happened since.' })
  @ApiOkResponse({ description: 'The registration as it is now' })
  @ApiConflictResponse({ description: 'Something else has happened, or it was not you.' })
  async undo(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string) {
    const meeting = await this.meetings.named(slug)
    const found = await this.list.one(meeting.id, id)
    await this.undoing.undo(meeting, found.id, personIn(ctx))
    return registrationJson(await this.list.one(meeting.id, id))
  }

  @Post(':id/mail')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send the mail again that says where they stand' })
  @ApiOkResponse({ description: 'Whether there is an address to send it to' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Up to 200 characters of your choice.' })
  async mail(@Param('meeting') slug: string, @Param('id') id: string, @Headers('idempotency-key') key?: string) {
    const meeting = await this.meetings.named(slug)
    const found = await this.list.one(meeting.id, id)
    return { sent: await this.mails.again(found.id, key?.slice(0, 200) || randomUUID()) }
  }

  private async bulkJson(meeting: Meeting, bulk: Bulk) {
    const { id, action, terms, state } = bulk
    if (state === 'chosen' && !lacksTerms(action, terms)) {
      const { total, looked, counts, effects } = await this.bulk.preview(meeting, bulk)
      return {
        id,
        action,
        terms,
        state,
        preview: {
          total,
          looked,
          counts,
          effects: effects.map(({ registration, effect }) => ({ registration: registration.id, ...effect })),
        },
      }
    }
    const [progress, results] = await Promise.all([this.bulk.progress(id), this.bulk.results(meeting.id, id)])
    return {
      id,
      action,
      terms,
      state,
      progress,
      results: results.map(({ registration, outcome, problem }) => ({
        registration: registration.id,
        outcome,
        problem,
      })),
    }
  }
}
