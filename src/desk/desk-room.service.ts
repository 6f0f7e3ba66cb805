import { Inject, Injectable } from '@nestjs/common'
import { NotFound } from '../kernel/domain-error.ts'
import type { PersonId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { People } from '../people/people.service.ts'
import type { Right, RoleName } from '../people/roles.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import type { DeskFrame, DeskSection } from '../ui/masthead.tsx'
import type { MeetingFrame } from '../ui/meeting-frame.ts'
import { rightsIn, roleNamesIn } from './rights.ts'

/** The parts of the desk, in the order of its masthead. */
export const DESK_PARTS = [
  'agenda',
  'translate',
  'see-as',
  'publish',
  'now',
  'registrations',
  'review',
  'delegations',
  'places',
  'questions',
  'participants',
  'joining',
  'settings',
] as const
export type DeskPart = (typeof DESK_PARTS)[number]

/** What every page of the desk needs: the meeting, who works on it, and the frame around the page. */
export interface DeskRoom {
  meeting: Meeting
  person: PersonId
  rights: ReadonlySet<Right>
  /** For `page(ctx, { ...room.frame, … })`. */
  frame: { meeting: MeetingFrame; desk: DeskFrame }
  /** `/en/desk/unnm-2022` */
  path: string
}

/** A meeting at whose desk somebody works: what they may do there, and as what. */
export interface OpenMeeting {
  meeting: Meeting
  rights: ReadonlySet<Right>
  roles: readonly RoleName[]
}

const NEEDED: Readonly<Record<DeskPart, Right>> = {
  agenda: 'edit-agenda',
  translate: 'translate',
  'see-as': 'edit-agenda',
  publish: 'publish',
  now: 'publish',
  registrations: 'review-registrations',
  review: 'review-registrations',
  delegations: 'review-registrations',
  places: 'review-registrations',
  questions: 'configure-meeting',
  participants: 'review-registrations',
  joining: 'host',
  settings: 'configure-meeting',
}

/** Lets organisers into a meeting's desk and shows them the parts that they have a right to. */
@Injectable()
export class DeskRooms {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(People) private readonly people: People,
  ) {}

  /** @throws NotFound when there is no such meeting; whether they may is the policy's business. */
  async enter(ctx: RequestContext, slug: string, current?: DeskPart): Promise<DeskRoom> {
    const person = ctx.reader?.person
    if (!person) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    const rights = rightsIn(await this.people.rolesOf(person), meeting.id)
    const path = `/${ctx.locale}/desk/${meeting.slug}`
    const sections = sectionsOf(ctx, path, rights, current)
    return { meeting, person, rights, frame: { meeting: frameOf(meeting, ctx.locale), desk: { sections } }, path }
  }

  /** The meetings in which somebody has any right, newest first, with what they may do there and as what. */
  async openTo(person: PersonId): Promise<OpenMeeting[]> {
    const [meetings, roles] = await Promise.all([this.meetings.list(), this.people.rolesOf(person)])
    return meetings
      .map((meeting) => ({ meeting, rights: rightsIn(roles, meeting.id), roles: roleNamesIn(roles, meeting.id) }))
      .filter(({ rights }) => rights.size > 0)
  }
}

/** A meeting's parts that these rights open. */
export const sectionsOf = (
  { t }: Pick<RequestContext, 't'>,
  path: string,
  rights: ReadonlySet<Right>,
  current?: DeskPart,
): DeskSection[] =>
  DESK_PARTS.filter((part) => rights.has(NEEDED[part])).map((part) => ({
    href: `${path}/${part}`,
    label: t(`desk:sections.${part}`),
    current: part === current,
  }))
