import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { isId, asId } from '../../kernel/id.ts'
import { isLocale } from '../../kernel/locale.ts'
import { People } from '../../people/people.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { FileResponse } from '../../platform/files/file-response.ts'
import { StoredFiles } from '../../platform/files/stored-files.service.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { delegationFrom } from '../../registration/delegation/asked-delegation.ts'
import { DelegationList } from '../../registration/delegation/delegation-list.service.ts'
import { DelegationRooms } from '../../registration/delegation/delegation-room.service.ts'
import { OwnConfirmation } from '../../registration/delegation/own-confirmation.service.ts'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { deskDelegationPage, removeFocalPointPage } from './delegation-page.tsx'
import { delegationsPage, type WaitingRequest } from './delegations-page.tsx'

/** Whom an organiser invites to speak for whom. */
export class InviteForm {
  @IsOptional() @IsString() @MaxLength(100) constituency?: string
  @IsOptional() @IsString() @MaxLength(200) state?: string
  @IsOptional() @IsString() @MaxLength(1000) organization?: string
  @IsOptional() @IsString() @MaxLength(300) email?: string
  @IsOptional() @IsString() @MaxLength(20) language?: string
}

/** What becomes of a request to be focal point. */
export class AnswerForm {
  @IsIn(['approve', 'refuse']) do: 'approve' | 'refuse'
  @IsOptional() @IsString() @MaxLength(1000) why?: string
}

/** The organisers' pages of delegations: who takes part, who speaks for whom, who asks to. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/delegations')
export class DeskDelegationPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Delegations) private readonly delegations: Delegations,
    @Inject(FocalPoints) private readonly focalPoints: FocalPoints,
    @Inject(DelegationList) private readonly lists: DelegationList,
    @Inject(DelegationRooms) private readonly delegationRooms: DelegationRooms,
    @Inject(OwnConfirmation) private readonly own: OwnConfirmation,
    @Inject(People) private readonly people: People,
    @Inject(StoredFiles) private readonly files: StoredFiles,
  ) {}

  @Get()
  async list(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.draw(ctx, await this.rooms.enter(ctx, slug, 'delegations'))
  }

  @Post()
  async invite(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'delegations')
    const { value: form, errors } = parseForm(InviteForm, body)
    if (errors) return this.draw(ctx, room, {}, errors)
    const { of, problems } = delegationFrom(form, room.meeting)
    const address = emailFrom(form.email ?? '')
    const wrong: FieldError[] = [...problems, ...(address ? [] : [{ pointer: '/email', message: 'email.invalid' }])]
    if (!of || !address) return this.draw(ctx, room, form, wrong)
    const locale = isLocale(form.language) ? form.language : ctx.locale
    const id = await this.focalPoints.invite(room.meeting.id, of, { address, locale }, room.person)
    await this.own.confirm(room.meeting, id, (await this.people.byEmail(address))?.id, room.person)
    return redirect(`${room.path}/delegations/${id}`)
  }

  @Post('requests/:request')
  async answer(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('request') request: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'delegations')
    const { value: form, errors } = parseForm(AnswerForm, body)
    if (errors) return this.draw(ctx, room, {}, errors)
    const why = form.why?.trim() ?? ''
    if (form.do === 'refuse') {
      if (!why) return this.draw(ctx, room, {}, [{ pointer: `/why-${request}`, message: 'delegation.reason.missing' }])
      await this.focalPoints.refuse(room.meeting.id, request, room.person, why)
    } else {
      const { delegation, person } = await this.focalPoints.approve(room.meeting.id, request, room.person)
      await this.own.confirm(room.meeting, delegation, person, room.person)
    }
    return redirect(`${room.path}/delegations`)
  }

  @Get(':delegation')
  async one(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'delegations')
    const delegation = await this.delegations.one(room.meeting.id, id)
    const [seen, notes] = await Promise.all([
      this.delegationRooms.of(room.meeting, delegation),
      this.focalPoints.notesOf(delegation.id),
    ])
    return deskDelegationPage({ ctx, room, seen, notes })
  }

  /** The note verbale of a delegation: for who reviews, and nobody else. */
  @Get(':delegation/notes/:file')
  async note(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('file') file: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'delegations')
    const delegation = await this.delegations.one(room.meeting.id, id)
    const notes = await this.focalPoints.notesOf(delegation.id)
    if (!isId(file) || !notes.some((note) => note.file === file)) throw new NotFound()
    return new FileResponse(await this.files.read(asId<'File'>(file)))
  }

  /** Asks first. Who is none any more needs no asking: back to the delegation. */
  @Get(':delegation/focal-points/:person/remove')
  async asksToRemove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('person') person: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'delegations')
    const seen = await this.delegationRooms.of(room.meeting, await this.delegations.one(room.meeting.id, id))
    const colleague = seen.focalPoints.find((each) => each.person === person)
    return colleague ? removeFocalPointPage({ ctx, room, seen, colleague }) : redirect(`${room.path}/delegations/${id}`)
  }

  @Post(':delegation/focal-points/:person/remove')
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('person') person: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'delegations')
    await this.focalPoints.removeAny(await this.delegations.one(room.meeting.id, id), person, room.person)
    return redirect(`${room.path}/delegations/${id}`)
  }

  private async draw(
    ctx: RequestContext,
    room: DeskRoom,
    typed: InviteForm = {},
    problems: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    const [listed, asked] = await Promise.all([
      this.lists.of(room.meeting),
      this.focalPoints.inMeeting(room.meeting.id, ['requested']),
    ])
    const who = await this.people.byIds(asked.map(({ person }) => person))
    const requests = await Promise.all(
      asked.map(async (focalPoint): Promise<WaitingRequest> => ({
        focalPoint,
        who: who.get(focalPoint.person),
        delegation: listed.find((each) => each.delegation.id === focalPoint.delegation)!.delegation,
        notes: (await this.focalPoints.notesOf(focalPoint.delegation)).filter(({ by }) => by === focalPoint.person),
      })),
    )
    return delegationsPage({ ctx, room, listed, requests, typed, errors: fieldProblems(ctx.locale, problems) })
  }
}
