import { randomUUID } from 'node:crypto'
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common'
import {
  ApiConflictResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import { searchStates, sortedStates, state, stateFrom } from '../delegations/state.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { asId, type PersonId } from '../kernel/id.ts'
import { isLocale, localeFrom, type Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, PUBLIC, SIGNED_IN } from '../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../platform/policies/token-scope.ts'
import { Amendments } from './amendments.service.ts'
import { Availability, type DayAvailability } from './places/availability.service.ts'
import type { OwnRegistration } from './own/own.ts'
import { answersFrom } from './form/registration-forms.dto.ts'
import { SessionOffers } from './form/session-offers.service.ts'
import {
  DayOfferDto,
  DaysDto,
  DraftDto,
  OwnRegistrationDto,
  PartsDto,
  StateDto,
  SubmitDto,
  type ClaimDto,
  type RoomLeftDto,
  type WishDto,
} from './registration.dto.ts'
import { PLACE_MODES, type Claim, type Draft, type Wish } from './registration.ts'
import { Registrations } from './registrations.service.ts'
import { headlineWords } from './words.ts'

const claimOf = ({ constituency, state: said, organization = '' }: ClaimDto): Claim => ({
  constituency,
  state: said ? (state(said)?.iso3 ?? stateFrom(said)?.iso3 ?? null) : null,
  organization,
})

const wishesOf = (days: readonly WishDto[]): Wish[] =>
  days.map(({ day, mode, meanwhile = true, floor, sessions }) => ({
    day,
    mode,
    meanwhile: mode === 'in-person' && meanwhile,
    ...(floor !== undefined && { floor }),
    ...(sessions && { sessions: sessions.map((id) => asId<'Session'>(id)) }),
  }))

const partsOf = ({ names, jobTitle, claim, answers, language, days }: DraftDto): Draft => ({
  ...(names && { names: { givenNames: names.givenNames, familyName: names.familyName ?? '' } }),
  ...(jobTitle !== undefined && { jobTitle }),
  ...(claim && { claim: claimOf(claim) }),
  ...(answers && { answers: answersFrom(answers) }),
  ...(language && { language }),
  ...(days && { wishes: wishesOf(days) }),
})

const dtoFrom = (own: OwnRegistration, locale: Locale): OwnRegistrationDto => {
  const { wishes, language, names, jobTitle, claim, answers } = own.draft
  return {
    id: own.id,
    state: own.state,
    headline: headlineWords({ standing: own.standing, locale }),
    late: own.standing.late,
    days: own.standing.days.map(({ sessions, ...day }) => ({ ...day, ...(sessions && { sessions: [...sessions] }) })),
    names: own.names,
    jobTitle: own.jobTitle,
    claim: own.claim,
    verified: own.verified,
    answers: own.answers,
    language: own.language,
    submittedAt: own.submittedAt?.toString() ?? null,
    draft: {
      ...(names && { names }),
      ...(jobTitle !== undefined && { jobTitle }),
      ...(claim && { claim }),
      ...(wishes && {
        days: wishes.map(({ sessions, ...wish }) => ({ ...wish, ...(sessions && { sessions: [...sessions] }) })),
      }),
      ...(answers && { answers: { ...answers } }),
      ...(isLocale(language) && { language }),
    },
  }
}

const roomsOf = (room: DayAvailability['room']): RoomLeftDto[] =>
  PLACE_MODES.flatMap((mode) => (room[mode] ? [{ mode, room: room[mode] }] : []))

const personOf = ({ reader }: RequestContext): PersonId => {
  if (!reader) throw new NotSignedIn()
  return reader.person
}

/** One's own registration, for programs: the same commands as the pages; each can be sent again. */
@ApiTags('Registration')
@Policy(SIGNED_IN)
@TokenScope(NO_TOKEN)
@Controller('api/v1/meetings/:meeting/registration')
export class RegistrationApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly registrations: Registrations,
    private readonly amendments: Amendments,
    private readonly availability: Availability,
    private readonly sessions: SessionOffers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Your registration, draft included' })
  @ApiOkResponse({ type: OwnRegistrationDto })
  @ApiNotFoundResponse({ description: 'No such meeting, or you have not begun to register.' })
  async own(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<OwnRegistrationDto> {
    return this.asItIs(ctx, await this.meetings.named(slug))
  }

  @Get('offer')
  @ApiOperation({
    summary: 'What there is to choose for a claim: days, the floor, sessions to sign up for; and how much room is left',
    description: 'A hint, not a promise.',
  })
  @ApiQuery({ name: 'constituency', example: 'member-state' })
  @ApiQuery({ name: 'state', required: false, example: 'ARG' })
  @ApiOkResponse({ type: DayOfferDto, isArray: true })
  async offer(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('constituency') constituency: string = '',
    @Query('state') of?: string,
  ): Promise<DayOfferDto[]> {
    const meeting = await this.meetings.named(slug)
    const claim = claimOf({ constituency: String(constituency), ...(of && { state: String(of) }) })
    const offers = await this.availability.of(meeting, claim, this.registrations.today(meeting))
    const sessions = await this.sessions.offered(meeting, personOf(ctx), claim, offers, ctx.locale)
    return offers.map(({ day, door, room, floor }) => ({
      day,
      door,
      rooms: roomsOf(room),
      ...(floor && { floor }),
      sessions: (sessions.get(day) ?? []).map((each) => ({
        session: each.session,
        title: each.title.text,
        about: each.about,
        rooms: roomsOf(each.room),
      })),
    }))
  }

  @Put('draft')
  @ApiOperation({
    summary: 'Save parts of the form as it goes',
    description: 'The first part begins the registration. Parts are checked when it is sent.',
  })
  @ApiOkResponse({ type: OwnRegistrationDto })
  @ApiConflictResponse({ description: 'Registration is not open yet, is over, or yours was sent already.' })
  async draft(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() body: DraftDto,
  ): Promise<OwnRegistrationDto> {
    const meeting = await this.meetings.named(slug)
    await this.registrations.saveDraft(meeting, personOf(ctx), partsOf(body), body.language ?? ctx.locale)
    return this.asItIs(ctx, meeting)
  }

  @Post('submit')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send the draft',
    description: 'Sending it again, with the same key or another, answers what the first did.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Up to 200 characters of your choice.' })
  @ApiOkResponse({ type: OwnRegistrationDto })
  @ApiUnprocessableEntityResponse({ description: 'Something is missing; `errors` says what, by JSON pointer.' })
  async submit(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() { data, list = false }: SubmitDto,
    @Headers('idempotency-key') key?: string,
  ): Promise<OwnRegistrationDto> {
    const meeting = await this.meetings.named(slug)
    const submissionId = key?.slice(0, 200) || randomUUID()
    const own = await this.registrations.submit(meeting, personOf(ctx), { submissionId, consents: { data, list } })
    return dtoFrom(own, ctx.locale)
  }

  @Patch()
  @ApiOperation({
    summary: 'Change what you sent',
    description: 'A new name or claim suspends what was verified until it is confirmed again.',
  })
  @ApiOkResponse({ type: OwnRegistrationDto })
  @ApiConflictResponse({ description: 'It is not sent, or withdrawn, or declined.' })
  async change(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() body: PartsDto,
  ): Promise<OwnRegistrationDto> {
    const meeting = await this.meetings.named(slug)
    const person = personOf(ctx)
    const { names, jobTitle, claim, answers, language } = partsOf(body)
    await this.amendments.amend(meeting, person, {
      ...(names && { names }),
      ...(jobTitle !== undefined && { jobTitle }),
      ...(claim && { claim }),
      ...(answers && { answers }),
      ...(language && { language }),
    })
    return this.asItIs(ctx, meeting)
  }

  @Patch('days')
  @ApiOperation({
    summary: 'Change how you attend',
    description:
      'Days that are not named stay as they are. To the room only with a place: else you wait, and keep what you have.',
  })
  @ApiOkResponse({ type: OwnRegistrationDto })
  @ApiConflictResponse({ description: 'It is not sent, or withdrawn, or declined; or the meeting is over.' })
  @ApiUnprocessableEntityResponse({ description: 'A day is not open to you, or no day is left to attend.' })
  async days(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() { days }: DaysDto,
  ): Promise<OwnRegistrationDto> {
    const own = await this.registrations.choose(await this.meetings.named(slug), personOf(ctx), wishesOf(days))
    return dtoFrom(own, ctx.locale)
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Withdraw', description: 'Your places go to those who wait. You can send the form again.' })
  @ApiNoContentResponse()
  async withdraw(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<void> {
    await this.registrations.withdraw(await this.meetings.named(slug), personOf(ctx))
  }

  private async asItIs(ctx: RequestContext, meeting: Meeting): Promise<OwnRegistrationDto> {
    const own = await this.registrations.own(meeting, personOf(ctx))
    if (!own) throw new NotFound()
    return dtoFrom(own, ctx.locale)
  }
}

/** The States of the United Nations, as it names and sorts them in each language. */
@ApiTags('Reference')
@Policy(PUBLIC)
@TokenScope('read-agenda')
@Controller('api/v1/states')
export class StatesApi {
  @Get()
  @ApiOperation({ summary: 'Member States, then Observer States, in UN order' })
  @ApiQuery({ name: 'lang', required: false, example: 'fr' })
  @ApiQuery({ name: 'q', required: false, description: 'Part of any name, with or without accents.' })
  @ApiOkResponse({ type: StateDto, isArray: true })
  list(@Ctx() ctx: RequestContext, @Query('lang') lang?: string, @Query('q') q?: string): StateDto[] {
    const locale = localeFrom(String(lang ?? '')) ?? ctx.locale
    const found = q ? searchStates(String(q), locale) : sortedStates(locale)
    return found.map(({ iso3, name, status }) => ({ id: iso3, name: name[locale].replaceAll("'", '’'), status }))
  }
}
