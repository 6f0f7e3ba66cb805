import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Put } from '@nestjs/common'
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { Publishing } from '../agenda/publishing.service.ts'
import type { AccessRule } from '../agenda/release.ts'
import type { SessionChanges } from '../agenda/session.ts'
import type { Session } from '../agenda/session.entity.ts'
import { WorkingCopy } from '../agenda/working-copy.service.ts'
import { InvalidInput, NotFound } from '../kernel/domain-error.ts'
import { asId, type PersonId } from '../kernel/id.ts'
import { LOCALES } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { roleWith } from '../people/role-policy.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy } from '../platform/policies/policy.ts'
import { TokenScope } from '../platform/policies/token-scope.ts'
import { RegistrationList } from '../registration/review/registration-list.service.ts'
import { Review } from '../registration/review/review.service.ts'
import { DecisionDto, PublishDto, RuleDto, SessionPatchDto } from './desk.dto.ts'
import type { TextsDto } from './agenda/session-form.ts'
import { registrationJson } from './registrations/registrations.api.ts'

const words = (dto: TextsDto): LocalizedText =>
  Object.fromEntries(LOCALES.flatMap((locale) => (dto[locale] === undefined ? [] : [[locale, dto[locale]]])))

const day = (text: string): Temporal.PlainDate => {
  try {
    return Temporal.PlainDate.from(text)
  } catch (cause) {
    throw new InvalidInput({ fields: [{ pointer: '/day', message: 'field.not-a-date' }], cause })
  }
}

const changesFrom = (dto: SessionPatchDto): SessionChanges => ({
  ...(dto.title && { title: words(dto.title) }),
  ...(dto.abstract && { abstract: words(dto.abstract) }),
  ...(dto.day && { day: day(dto.day) }),
  ...(dto.start && { start: Temporal.PlainTime.from(dto.start) }),
  ...(dto.end && { end: Temporal.PlainTime.from(dto.end) }),
  ...(dto.room && { room: asId<'Room'>(dto.room) }),
  ...(dto.format && { format: dto.format }),
})

const ruleFrom = (dto: RuleDto): AccessRule =>
  dto.attend === 'everyone'
    ? { attend: 'everyone', show: dto.show }
    : dto.attend === 'invited'
      ? { attend: 'invited', groups: dto.groups ?? [], show: dto.show }
      : { attend: 'constituencies', constituencies: dto.constituencies ?? [], show: dto.show }

const sessionJson = (session: Session) => ({
  id: session.id,
  code: session.code,
  version: session.version,
  kind: session.kind,
  title: session.title,
  abstract: session.abstract,
  day: session.day.toString(),
  start: session.start?.toString({ smallestUnit: 'minute' }) ?? null,
  end: session.end?.toString({ smallestUnit: 'minute' }) ?? null,
  room: session.roomId,
  format: session.format,
  interpretation: session.interpretation,
  access: session.access,
  status: session.status,
})

/** The desk for programs: the same commands as its pages. */
@ApiTags('Desk')
@Controller('api/v1/meetings/:meeting')
export class DeskApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(RegistrationList) private readonly registrations: RegistrationList,
    @Inject(Review) private readonly review: Review,
  ) {}

  @Get('working-copy')
  @TokenScope('read-agenda')
  @Policy(roleWith('edit-agenda'))
  @ApiOperation({ summary: 'The working copy: sessions as organisers prepare them, never public' })
  @ApiOkResponse({ description: 'Its version, and its sessions' })
  async sessions(@Param('meeting') slug: string) {
    const meeting = await this.meetings.named(slug)
    const sessions = await this.workingCopy.list(meeting.id)
    return { workingVersion: meeting.workingVersion, sessions: sessions.map(sessionJson) }
  }

  @Patch('working-copy/:code')
  @TokenScope('edit-agenda')
  @Policy(roleWith('edit-agenda'))
  @ApiOperation({ summary: 'Change a session of the working copy; readers see it from the next release on' })
  @ApiOkResponse({ description: 'The session as it is now' })
  @ApiConflictResponse({ description: 'Someone else changed it since that version' })
  async edit(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() patch: SessionPatchDto,
  ) {
    const meeting = await this.meetings.named(slug)
    const by = personIn(ctx)
    const session = await this.workingCopy.byCode(meeting.id, code)
    const edited = await this.workingCopy.edit(meeting.id, session.id, patch.version, changesFrom(patch), by)
    if (!patch.status || patch.status === edited.status) return sessionJson(edited)
    const set = patch.status === 'cancelled' ? 'cancel' : 'reinstate'
    return sessionJson(await this.workingCopy[set](meeting.id, session.id, edited.version, by))
  }

  @Put('working-copy/:code/access')
  @TokenScope('edit-agenda')
  @Policy(roleWith('edit-agenda', { stepUp: true }))
  @ApiOperation({ summary: 'Say who may attend and what the rest see; a stricter rule acts at once, everywhere' })
  @ApiOkResponse({ description: 'The session as it is now' })
  async rule(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() rule: RuleDto,
  ) {
    const meeting = await this.meetings.named(slug)
    const session = await this.workingCopy.byCode(meeting.id, code)
    return sessionJson(
      await this.workingCopy.setRule(meeting.id, session.id, rule.version, ruleFrom(rule), personIn(ctx)),
    )
  }

  @Post('releases')
  @TokenScope('publish')
  @Policy(roleWith('publish', { stepUp: true }))
  @ApiOperation({ summary: 'Publish the working copy that was reviewed as a release' })
  @ApiCreatedResponse({ description: 'The release' })
  @ApiConflictResponse({ description: 'The working copy is not the one that was reviewed, or a room is booked twice' })
  async publish(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() order: PublishDto) {
    const meeting = await this.meetings.named(slug)
    const release = await this.publishing.publish(meeting.id, {
      workingVersion: order.workingVersion,
      label: order.label,
      note: words(order.note),
      ...(order.sessions && { sessions: order.sessions.map((id) => asId<'Session'>(id)) }),
      ...(order.tell !== undefined && { tell: order.tell }),
      by: personIn(ctx),
    })
    return { id: release.id, label: release.label, note: release.note, publishedAt: release.publishedAt.toString() }
  }

  @Post('registrations/:id/decision')
  @TokenScope('review-registrations')
  @HttpCode(200)
  @Policy(roleWith('review-registrations'))
  @ApiOperation({ summary: 'Verify whom somebody represents and confirm them, or decline' })
  @ApiOkResponse({ description: 'The registration as it is now' })
  async decide(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() decision: DecisionDto,
  ) {
    const meeting = await this.meetings.named(slug)
    const { claim } = await this.registrations.one(meeting.id, id)
    const registration = asId<'Registration'>(id)
    if (decision.decision === 'decline')
      await this.review.decline(meeting, registration, personIn(ctx), decision.why, decision.seen)
    else
      await this.review.verify(
        meeting,
        registration,
        personIn(ctx),
        {
          constituency: decision.constituency ?? claim.constituency,
          state: decision.state ?? (decision.constituency ? null : claim.state),
        },
        decision.why,
        decision.seen,
      )
    return registrationJson(await this.registrations.one(meeting.id, id))
  }
}

const personIn = (ctx: RequestContext): PersonId => {
  if (!ctx.reader) throw new NotFound()
  return ctx.reader.person
}
