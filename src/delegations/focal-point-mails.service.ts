import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { People, type PersonView } from '../people/people.service.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { translator } from '../platform/i18n/i18n.ts'
import type { WordKey } from '../platform/i18n/resources.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { mail } from '../ui/mail.tsx'
import { delegationName } from './delegation.ts'
import { Delegations } from './delegations.service.ts'
import { FocalPoints } from './focal-points.service.ts'
import { tellFocalPoints, type FocalPointEvent } from './focal-point.ts'

type Told = 'you' | 'others'

/** What each is told of each event; who asked in vain concerns nobody else. */
const WORDS: Readonly<Record<FocalPointEvent, Partial<Record<Told, { headline: WordKey; lead: WordKey }>>>> = {
  invited: {
    you: { headline: 'delegation:mail.begun.headline', lead: 'delegation:mail.begun.invited' },
    others: { headline: 'delegation:mail.joined.headline', lead: 'delegation:mail.joined.secretariat' },
  },
  named: {
    you: { headline: 'delegation:mail.begun.headline', lead: 'delegation:mail.begun.named' },
    others: { headline: 'delegation:mail.joined.headline', lead: 'delegation:mail.joined.named' },
  },
  approved: {
    you: { headline: 'delegation:mail.begun.headline', lead: 'delegation:mail.begun.approved' },
    others: { headline: 'delegation:mail.joined.headline', lead: 'delegation:mail.joined.secretariat' },
  },
  refused: { you: { headline: 'delegation:mail.refused.headline', lead: 'delegation:mail.refused.lead' } },
  removed: {
    you: { headline: 'delegation:mail.ended.headline', lead: 'delegation:mail.ended.lead' },
    others: { headline: 'delegation:mail.left.headline', lead: 'delegation:mail.left.lead' },
  },
}

const nameOf = ({ givenNames, familyName, email, contactEmail }: PersonView): string =>
  [givenNames, familyName].filter(Boolean).join(' ') || email || contactEmail || ''

/** Tells focal points of each other: whoever comes or goes, and all who stay. */
@Injectable()
export class FocalPointMails implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly mailroom: Mailroom,
    private readonly people: People,
    private readonly meetings: Meetings,
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(tellFocalPoints, (told) => this.tell(told))
  }

  private async tell(told: NonNullable<(typeof tellFocalPoints)['carries']>): Promise<void> {
    const [row] = await this.database.query<{ meeting_id: MeetingId; why: string | null }>(
      `SELECT d.meeting_id, f.why FROM delegation d
         LEFT JOIN focal_point f ON f.delegation_id = d.id AND f.person_id = $2 WHERE d.id = $1`,
      [told.delegation, told.person],
    )
    if (!row) return
    const others = (await this.focalPoints.of(told.delegation))
      .map((each) => each.person)
      .filter((person) => person !== told.person && person !== told.by)
    const who = await this.people.byIds([told.person, ...others])
    await this.post(row.meeting_id, told, 'you', told.person, who, row.why ?? '')
    for (const person of others) await this.post(row.meeting_id, told, 'others', person, who, '')
  }

  private async post(
    meetingId: MeetingId,
    { event, delegation: id, person: about, deed }: NonNullable<(typeof tellFocalPoints)['carries']>,
    told: Told,
    person: PersonId,
    who: ReadonlyMap<PersonId, PersonView>,
    why: string,
  ): Promise<void> {
    const words = WORDS[event][told]
    const reader = who.get(person)
    const address = reader?.email ?? reader?.contactEmail
    if (!words || !reader || !address) return
    const meeting = await this.meetings.byId(meetingId)
    const delegation = await this.delegations.one(meetingId, id)
    const locale: Locale = reader.language
    const t = translator(locale)
    const frame = frameOf(meeting, locale)
    const subject = who.get(about)
    const of = { delegation: delegationName(delegation, locale), person: subject ? nameOf(subject) : '' }
    const headline = t(words.headline, of)
    const leads = event !== 'refused' && !(event === 'removed' && told === 'you')
    const { html, text } = mail(locale, {
      headline,
      preview: t(words.lead, of),
      head: [frame.title.text, `${frame.dates}, ${frame.place}`],
      blocks: [
        t(words.lead, of),
        ...(why ? [t('registration:why', { why })] : []),
        ...(leads ? [t('delegation:mail.then')] : []),
      ],
      ...(leads && {
        action: {
          label: t('delegation:mail.action'),
          href: new URL(`/${locale}/${meeting.slug}/delegation/${id}`, this.settings.baseUrl).href,
        },
      }),
      foot: [t('common:mail.questions', { address: meeting.contact.email }), t('delegation:mail.why')],
    })
    await this.database.transaction((tx) =>
      this.mailroom.post(tx, {
        cause: `focal-point.${event} ${deed}`,
        to: { address, person },
        locale,
        subject: t('registration:mail.subject', { headline, meeting: frame.shortTitle.text }),
        html,
        text,
        replyTo: meeting.contact.email,
      }),
    )
  }
}
