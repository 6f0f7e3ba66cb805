import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { PUBLIC_AUDIENCE, type Audience } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import type { NamedEntry } from '../access/view.ts'
import { entryOfCode } from '../access/view-json.ts'
import { isPause } from '../agenda/release.ts'
import { AddToCalendar, FollowButton, KeepButton } from '../calendar/add-to-calendar.tsx'
import { Follows } from '../calendar/follows.service.ts'
import { STAYS_AFTER } from '../checkin/door.ts'
import { refusalWords } from '../checkin/join-page.tsx'
import { placeRefusal, type Refusal } from '../checkin/refusal.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { Materials } from '../materials/materials.service.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { isPublic, type Meeting } from '../meetings/meeting.entity.ts'
import { lastDayOf, Meetings } from '../meetings/meetings.service.ts'
import { doorMinutesOf } from '../meetings/registration-settings.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { SessionPlaces } from '../registration/places/session-places.service.ts'
import type { Room } from '../registration/places/outcome.ts'
import { Pools } from '../registration/places/pools.service.ts'
import { Actions, ButtonLink } from '../ui/actions.tsx'
import { JsonLd } from '../ui/json-ld.tsx'
import { page } from '../ui/page.tsx'
import { meetingJsonLd, sessionJsonLd } from './agenda-jsonld.ts'
import { Agendas } from './agendas.service.ts'
import { HomePage, type Announced } from './home-page.tsx'
import { KnownMeetings } from './known-meetings.ts'
import { MeetingPage } from './meeting-page.tsx'
import { placesInWords, type DayPlaces } from './places.ts'
import { registrationState } from './registration-state.ts'
import { SessionPage } from './session-page.tsx'
import { ZoneForm } from './zone-choice.tsx'
import { zoneWish } from './zone.ts'

/** What a reader can do about a session, by what the gate shows them of it. */
type Way = 'join' | 'in-room' | 'register' | 'own-registration' | 'none'

const wayTo = (entry: NamedEntry, signedIn: boolean, registrationOpen: boolean, now: Temporal.Instant): Way => {
  if (isPause(entry.kind) || entry.status === 'cancelled') return 'none'
  const over = entry.end !== null && Temporal.Instant.compare(now, entry.end.add(STAYS_AFTER).toInstant()) >= 0
  if (over) return 'none'
  if (entry.level === 'attend') return entry.online ? 'join' : 'in-room'
  if (signedIn) return 'own-registration'
  return registrationOpen ? 'register' : 'none'
}

/** The front page, and the pages of a meeting and of a session. */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller()
export class MeetingPages {
  constructor(
    @Inject(Meetings) private readonly allMeetings: Meetings,
    @Inject(KnownMeetings) private readonly meetings: KnownMeetings,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Agendas) private readonly agendas: Agendas,
    @Inject(Materials) private readonly materials: Materials,
    @Inject(Pools) private readonly pools: Pools,
    @Inject(SessionPlaces) private readonly sessionPlaces: SessionPlaces,
    @Inject(Follows) private readonly follows: Follows,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':locale')
  async home(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    const now = this.clock.now()
    const meetings = (await this.allMeetings.list()).filter(isPublic)
    const announced = await Promise.all(
      meetings.map(async (meeting): Promise<Announced> => {
        const view = await this.gate.view(meeting, PUBLIC_AUDIENCE, ctx.locale)
        const today = now.toZonedDateTimeISO(meeting.timeZone).toPlainDate()
        return {
          meeting,
          frame: frameOf(meeting, ctx.locale),
          release: view?.release,
          registration: registrationState(meeting, now),
          past: Temporal.PlainDate.compare(lastDayOf(meeting), today) < 0,
        }
      }),
    )
    // The list is newest first: right for what is past; of what is to come the next stands first.
    const upcoming = announced.filter(({ past }) => !past).toReversed()
    return page(ctx, {
      title: ctx.t('reading:home.title'),
      children: (
        <HomePage t={ctx.t} locale={ctx.locale} meetings={[...upcoming, ...announced.filter(({ past }) => past)]} />
      ),
    })
  }

  @Get(':locale/:meeting')
  async meeting(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    const meeting = await this.meetings.named(slug)
    const audience = await this.gate.audience(meeting, ctx.reader?.person)
    const [agenda, places] = await Promise.all([
      this.agendas.of({ meeting, audience, locale: ctx.locale }),
      this.placesOf(meeting),
    ])
    const view = agenda?.frame.view
    const frame = frameOf(meeting, ctx.locale)
    return page(ctx, {
      title: ctx.t('reading:meeting.title'),
      meeting: frame,
      release: agenda?.banner,
      section: 'overview',
      head: view && <JsonLd data={meetingJsonLd(view, this.settings.baseUrl)} />,
      children: (
        <MeetingPage
          t={ctx.t}
          locale={ctx.locale}
          meeting={meeting}
          frame={frame}
          view={view}
          registration={registrationState(meeting, this.clock.now())}
          places={places}
          papers={await this.materials.readable(meeting, audience, view, ctx.locale)}
          signedIn={ctx.reader !== undefined}
        />
      ),
    })
  }

  @Get(':locale/:meeting/sessions/:code')
  async session(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Query('zone') zone?: string,
  ): Promise<HtmlResponse> {
    const meeting = await this.meetings.named(slug)
    const audience = await this.gate.audience(meeting, ctx.reader?.person)
    const { locale, t, reader } = ctx
    const wish = zoneWish(zone, meeting.timeZone)
    const own = wish.is === 'own' ? wish.zone : undefined
    const agenda = await this.agendas.of({ meeting, audience, locale, own })
    const entry = agenda && entryOfCode(agenda.frame.view, code)
    const day = entry && agenda.frame.view.days.find(({ date }) => date.equals(entry.day))
    if (!entry || !day) throw new NotFound()
    const { view } = agenda.frame
    const now = this.clock.now()
    const registration = registrationState(meeting, now)
    const open = registration.is === 'open' || registration.is === 'online-only'
    const attending = wayTo(entry, reader !== undefined, open, now)
    const lacks = await this.lacking(meeting, audience, entry, attending)
    const way = lacks?.door ? 'own-registration' : attending
    const papers = await this.materials.readable(meeting, audience, view, locale)
    const places = open && way !== 'none' ? await this.placesOf(meeting) : []
    return page(ctx, {
      title: entry.title.text,
      meeting: frameOf(meeting, locale),
      release: agenda.banner,
      section: 'agenda',
      head: <JsonLd data={sessionJsonLd(view, entry, this.settings.baseUrl)} />,
      scripts: [
        'own-time',
        ...(reader ? [] : (['my-agenda'] as const)),
        ...(wish.is === 'choose' || wish.is === 'unknown' ? (['combobox'] as const) : []),
      ],
      children: (
        <SessionPage
          frame={agenda.frame}
          day={day}
          entry={entry}
          extras={{
            papers: papers.filter(({ sessions }) => sessions.includes(entry.id)),
            places: placesOn(places, entry, t),
            actions: (
              <>
                <ZoneForm frame={agenda.frame} wish={wish} />
                {this.actions(ctx, meeting, entry, way)}
              </>
            ),
            calendar: (
              <>
                {reader ? (
                  <FollowButton
                    view={view}
                    entry={entry}
                    following={(await this.follows.of(meeting.id, reader.person)).has(entry.id)}
                  />
                ) : (
                  <KeepButton view={view} entry={entry} />
                )}
                <AddToCalendar view={view} entry={entry} baseUrl={this.settings.baseUrl} />
              </>
            ),
            note: lacks
              ? Object.values(refusalWords({ t, locale, entry }, lacks.refusal)).join('. ')
              : noteOf(way, entry, t, meeting),
          }}
        />
      ),
    })
  }

  /** What somebody who may attend lacks where the session has places of its own; `door`: that it stays shut online. */
  private async lacking(
    meeting: Meeting,
    audience: Audience,
    entry: NamedEntry,
    way: Way,
  ): Promise<{ refusal: Refusal; door: boolean } | undefined> {
    if (audience.kind !== 'person' || (way !== 'join' && way !== 'in-room')) return undefined
    const places = await this.sessionPlaces.of(meeting, audience.facts.person, entry)
    const mode = way === 'join' ? (audience.facts.days.get(entry.day.toString()) ?? 'online') : 'in-person'
    const shut = way === 'join' ? placeRefusal(places.online) : placeRefusal(places['in-person'])
    const refusal = shut ?? placeRefusal(places[mode])
    return refusal && { refusal, door: shut !== undefined }
  }

  private actions({ t, locale }: RequestContext, meeting: Meeting, entry: NamedEntry, way: Way) {
    const root = `/${locale}/${meeting.slug}`
    switch (way) {
      case 'join':
        return (
          <Actions>
            <ButtonLink href={`${root}/sessions/${encodeURIComponent(entry.code)}/join`}>
              {t('reading:session.join')}
            </ButtonLink>
          </Actions>
        )
      case 'register':
        return (
          <Actions>
            <ButtonLink href={`${root}/register`}>{t('reading:session.toRegister')}</ButtonLink>
          </Actions>
        )
      case 'own-registration':
        return (
          <Actions>
            <ButtonLink href={`${root}/me`} second>
              {t('reading:session.yourRegistration')}
            </ButtonLink>
          </Actions>
        )
      case 'in-room':
      case 'none':
        return null
    }
  }

  private async placesOf(meeting: Meeting): Promise<DayPlaces[]> {
    const days = meeting.days.map(({ date }) => date.toString())
    return placesInWords(meeting, await this.pools.of(meeting.id, days))
  }
}

const noteOf = (way: Way, entry: NamedEntry, t: RequestContext['t'], { registration }: Meeting): string | undefined => {
  switch (way) {
    case 'join':
      return t('reading:session.onlineHere', { minutes: doorMinutesOf(registration) })
    case 'in-room':
      return t('reading:session.inRoom')
    case 'register':
      return entry.format === 'in-person' ? undefined : t('reading:session.wayOpens')
    default:
      return undefined
  }
}

const ROOM_WORDS = { left: 'placesLeft', 'nearly-full': 'nearlyFull', full: 'full' } as const

/** The places of a session are those of its day. */
const placesOn = (places: readonly DayPlaces[], entry: NamedEntry, t: RequestContext['t']): string | undefined => {
  const room = places.find(({ day }) => day === entry.day.toString())?.room
  const say = (mode: string, word: Room | undefined, takes: boolean): string[] =>
    word && takes ? [t('reading:session.placesIn', { mode, room: t(`reading:session.${ROOM_WORDS[word]}`) })] : []
  const words = [
    ...say(t('reading:format.inPerson'), room?.['in-person'], entry.format !== 'online'),
    ...say(t('reading:format.online'), room?.online, entry.format !== 'in-person'),
  ]
  return words.length ? words.join(t('reading:list.semicolon')) : undefined
}
