import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { EmailAddress } from '../kernel/email-address.ts'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { People, type PersonView } from '../people/people.service.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { translator } from '../platform/i18n/i18n.ts'
import type { WordKey } from '../platform/i18n/resources.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { mail } from '../ui/mail.tsx'
import { delegationName, type Delegation } from './delegation.ts'
import { Delegations } from './delegations.service.ts'
import { FocalPoints } from './focal-points.service.ts'
import { tellFocalPoints, type FocalPointEvent } from './focal-point.ts'

type Told = 'you' | 'others' | 'secretariat'

type Event = NonNullable<(typeof tellFocalPoints)['carries']>

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
    secretariat: { headline: 'delegation:mail.left.headline', lead: 'delegation:mail.left.lead' },
  },
  // Whom it was about is nobody's to know any more.
  erased: {
    others: { headline: 'delegation:mail.left.headline', lead: 'delegation:mail.left.erased' },
    secretariat: { headline: 'delegation:mail.left.headline', lead: 'delegation:mail.left.erased' },
  },
}

const nameOf = ({ givenNames, familyName, email, contactEmail }: PersonView): string =>
  [givenNames, familyName].filter(Boolean).join(' ') || email || contactEmail || ''

/** Whom a mail goes to; the secretariat is no person. */
interface Reader {
  address: EmailAddress
  locale: Locale
  person?: PersonId
}

const readerFrom = (who: PersonView | undefined): Reader | undefined => {
  const address = who?.email ?? who?.contactEmail
  return who && address ? { address, locale: who.language, person: who.id } : undefined
}

/** Tells focal points of each other: whoever comes or goes, all who stay, and the secretariat of who goes without its doing. */
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

  private async tell(told: Event): Promise<void> {
    const [row] = await this.database.query<{ meeting_id: MeetingId; why: string | null; among: boolean }>(
      `SELECT d.meeting_id, f.why,
              EXISTS (SELECT FROM focal_point b WHERE b.delegation_id = d.id AND b.person_id = $3) AS among FROM delegation d
         LEFT JOIN focal_point f ON f.delegation_id = d.id AND f.person_id = $2 WHERE d.id = $1`,
      [told.delegation, told.person, told.by],
    )
    if (!row) return
    const others = (await this.focalPoints.of(told.delegation))
      .map((each) => each.person)
      .filter((person) => person !== told.person && person !== told.by)
    const who = await this.people.byIds([told.person, ...others])
    const of = who.get(told.person)
    const delegation = await this.delegations.one(row.meeting_id, told.delegation)
    const meeting = await this.meetings.byId(row.meeting_id)
    const post = (to: Told, reader: Reader | undefined, why = '') =>
      this.post(meeting, delegation, told, { to, reader, why, about: of ? nameOf(of) : '' })
    await post('you', readerFrom(who.get(told.person)), row.why ?? '')
    for (const person of others) await post('others', readerFrom(who.get(person)))
    // What its focal points do among themselves, the secretariat hears from us; its own deeds it knows.
    if (!row.among) return
    const alone = (await this.focalPoints.of(told.delegation)).length === 0
    const locale = meeting.mainLanguage
    const left = alone ? translator(locale)('delegation:mail.left.none') : ''
    await post('secretariat', { address: meeting.contact.email as EmailAddress, locale }, left)
  }

  private async post(
    meeting: Meeting,
    delegation: Delegation,
    { event, deed }: Event,
    { to, reader, why, about }: { to: Told; reader: Reader | undefined; why: string; about: string },
  ): Promise<void> {
    const words = WORDS[event][to]
    if (!words || !reader) return
    const { locale, address, person } = reader
    const t = translator(locale)
    const frame = frameOf(meeting, locale)
    const of = { delegation: delegationName(delegation, locale), person: about }
    const headline = t(words.headline, of)
    const desk = to === 'secretariat'
    const leads = event !== 'refused' && !(event === 'removed' && to === 'you')
    const page = desk
      ? `/${locale}/desk/${meeting.slug}/delegations/${delegation.id}`
      : `/${locale}/${meeting.slug}/delegation/${delegation.id}`
    const { html, text } = mail(locale, {
      headline,
      preview: t(words.lead, of),
      head: [frame.title.text, `${frame.dates}, ${frame.place}`],
      blocks: [
        t(words.lead, of),
        ...(why ? [desk ? why : t('registration:why', { why })] : []),
        ...(leads && !desk ? [t('delegation:mail.then')] : []),
      ],
      ...(leads && {
        action: {
          label: t('delegation:mail.action'),
          href: new URL(page, this.settings.baseUrl).href,
        },
      }),
      foot: [
        t('common:mail.questions', { address: meeting.contact.email }),
        t(desk ? 'delegation:mail.whySecretariat' : 'delegation:mail.why'),
      ],
    })
    await this.database.transaction((tx) =>
      this.mailroom.post(tx, {
        cause: `focal-point.${event} ${deed}`,
        to: { address, ...(person && { person }) },
        locale,
        subject: t('registration:mail.subject', { headline, meeting: frame.shortTitle.text }),
        html,
        text,
        replyTo: meeting.contact.email,
      }),
    )
  }
}
