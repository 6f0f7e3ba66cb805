import { Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Gate } from '../access/gate.service.ts'
import type { AgendaView, AttendEntry, NamedEntry } from '../access/view.ts'
import { entryOfCode } from '../access/view-json.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { PersonId } from '../kernel/id.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { doorMinutesOf } from '../meetings/registration-settings.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { RedirectResponse, type HtmlResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { contentSecurityPolicy } from '../platform/http/security.ts'
import { Policy, SIGNED_IN } from '../platform/policies/policy.ts'
import { SessionPlaces } from '../registration/places/session-places.service.ts'
import { Registrations } from '../registration/registrations.service.ts'
import { page } from '../ui/page.tsx'
import { doorOf, type Door } from './door.ts'
import { JoinLinkCannotBeRead, JoinLinks } from './join-links.service.ts'
import { JoinPage, joinTitle, type JoinPageOf } from './join-page.tsx'
import { refusalOf, type Refusal } from './refusal.ts'

/** Somebody before a door, and what it says to them at this moment. */
type Before = { entry: NamedEntry; answer: { refusal: Refusal } } | { entry: AttendEntry; answer: { door: Door } }

/**
 * The door of a session online. Who may go in is asked at the moment of going in; the provider's address leaves this
 * house only as the `Location` of that one answer.
 */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/:meeting/sessions/:code/join')
export class JoinPages {
  private readonly policy: string

  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Registrations) private readonly registrations: Registrations,
    @Inject(SessionPlaces) private readonly places: SessionPlaces,
    @Inject(JoinLinks) private readonly links: JoinLinks,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) { baseUrl }: Settings,
  ) {
    // Browsers hold the target of a form to where its answer leads; naming the provider here would tell who it is.
    this.policy = contentSecurityPolicy(baseUrl.protocol === 'https:').replace(
      "form-action 'self'",
      "form-action 'self' https:",
    )
  }

  @Get()
  async look(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    const meeting = await this.meetings.named(slug)
    const { view, before } = await this.stand(ctx, meeting, code)
    return this.draw(ctx, meeting, view, before)
  }

  @Post()
  async goIn(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse | RedirectResponse> {
    const meeting = await this.meetings.named(slug)
    const { view, before } = await this.stand(ctx, meeting, code)
    if ('door' in before.answer && before.answer.door.is === 'open') {
      try {
        const address = await this.links.open(meeting.id, before.entry.id, personOf(ctx))
        // The provider must not learn which page of ours they came from.
        if (address) return new RedirectResponse(address, 303, { 'referrer-policy': 'no-referrer' })
      } catch (error) {
        if (!(error instanceof JoinLinkCannotBeRead)) throw error
        const lost: Door = { is: 'shut', why: 'way-lost' }
        return this.draw(ctx, meeting, view, { entry: before.entry, answer: { door: lost } }, error.status)
      }
    }
    return this.draw(ctx, meeting, view, before)
  }

  /** What the door says to this reader now. @throws NotFound alike where there is no session and where they see none */
  private async stand(
    ctx: RequestContext,
    meeting: Meeting,
    code: string,
  ): Promise<{ view: AgendaView; before: Before }> {
    const person = personOf(ctx)
    const audience = await this.gate.audience(meeting, person)
    const view = await this.gate.view(meeting, audience, ctx.locale)
    const entry = view && entryOfCode(view, code)
    if (!entry) throw new NotFound()
    if (entry.level === 'attend' && entry.online) {
      const way = await this.links.wayOf(entry.id, person)
      const door = doorOf(entry, this.clock.now(), way, doorMinutesOf(meeting.registration))
      const gone = door.is === 'shut' && (door.why === 'over' || door.why === 'cancelled')
      const { online } = await this.places.of(meeting, person, entry)
      const lacks = gone ? undefined : refusalOf(entry, undefined, undefined, online)
      if (lacks) return { view, before: { entry, answer: { refusal: lacks } } }
      return { view, before: { entry, answer: { door } } }
    }
    const facts = audience.kind === 'person' ? audience.facts : undefined
    const own = await this.registrations.own(meeting, person)
    const refusal = refusalOf(entry, facts, own?.standing) ?? { is: 'in-room-only' }
    return { view, before: { entry, answer: { refusal } } }
  }

  private draw(
    ctx: RequestContext,
    meeting: Meeting,
    view: AgendaView,
    { entry, answer }: Pick<JoinPageOf, 'entry' | 'answer'>,
    status = 'refusal' in answer ? 403 : 200,
  ): HtmlResponse {
    const minutes = doorMinutesOf(meeting.registration)
    const of: JoinPageOf = { t: ctx.t, locale: ctx.locale, view, entry, minutes, now: this.clock.now(), answer }
    return page(
      ctx,
      {
        title: joinTitle(of),
        meeting: frameOf(meeting, ctx.locale),
        section: 'me',
        scripts: ['own-time', 'door'],
        children: <JoinPage {...of} />,
      },
      {
        cache: 'private',
        status,
        headers: { 'content-security-policy': this.policy },
      },
    )
  }
}

const personOf = (ctx: RequestContext): PersonId => {
  if (!ctx.reader) throw new NotFound()
  return ctx.reader.person
}
