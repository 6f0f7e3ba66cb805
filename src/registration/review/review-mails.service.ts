import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { People } from '../../people/people.service.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { Database } from '../../platform/database/database.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { Mailroom } from '../../platform/mail/mailroom.ts'
import { mail, type MailBlock } from '../../ui/mail.tsx'
import type { RegistrationId } from '../../kernel/id.ts'
import { Registration } from '../registration.entity.ts'
import { Inquiries, tellQuestion } from './inquiries.service.ts'
import { maskedAddress } from './merge.ts'
import { tellMerged } from './merging.service.ts'
import { PreparedInvitations, tellInvited, type PreparedId } from './prepared-invitations.service.ts'
import { Standings } from '../standings.service.ts'
import { claimOf } from '../guest.ts'
import { dayHeading, whomOf } from '../words.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'

/** What a mail of the reviewers says, in the words of its reader's language. */
interface Says {
  headline: string
  blocks: readonly MailBlock[]
  action?: { label: string; path: string }
  why?: string
}

/** The mail that reviewers cause: a question to a person. */
@Injectable()
export class ReviewMails implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly mailroom: Mailroom,
    private readonly people: People,
    private readonly meetings: Meetings,
    private readonly inquiries: Inquiries,
    private readonly invitations: PreparedInvitations,
    private readonly standings: Standings,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(tellQuestion, ({ question }) => this.tellQuestion(question))
    this.jobs.handle(tellInvited, ({ invitation, sent }) => this.tellInvited(invitation, sent))
    this.jobs.handle(tellMerged, ({ registration, address }) => this.tellMerged(registration, address))
  }

  /** Posts the mail about a question; doing it again posts nothing. */
  private async tellQuestion(id: string): Promise<void> {
    const found = await this.inquiries.one(id)
    if (!found || found.inquiry.answer !== null) return
    const { registration, inquiry } = found
    const who = await this.people.byId(registration.personId)
    const address = who?.email ?? who?.contactEmail
    if (!who || !address) return
    const meeting = await this.meetings.byId(registration.meetingId)
    const t = translator(registration.language)
    const said = this.compose(meeting, registration.language, {
      headline: t('review:mail.ask.headline'),
      blocks: [t('review:mail.ask.lead'), inquiry.question, t('review:mail.ask.then')],
      action: { label: t('review:mail.ask.action'), path: `/${meeting.slug}/me/questions` },
    })
    await this.database.transaction((tx) =>
      this.mailroom.post(tx, {
        cause: `registration.ask ${id}`,
        to: { address, person: who.id },
        locale: registration.language,
        ...said,
        replyTo: meeting.contact.email,
      }),
    )
  }

  /** Tells whoever registered twice where to go on; the other address is named so that only its owner knows it. */
  private async tellMerged(id: RegistrationId, how: 'leads-on' | 'closed'): Promise<void> {
    const closed = await this.database.manager.findOneBy(Registration, { id })
    const kept = closed?.mergedInto && (await this.database.manager.findOneBy(Registration, { id: closed.mergedInto }))
    if (!closed || !kept) return
    const people = await this.people.byIds([closed.personId, kept.personId])
    const [who, same] = [people.get(closed.personId), people.get(kept.personId)]
    const address = who?.email ?? who?.contactEmail
    const other = same?.email ?? same?.contactEmail
    if (!who || !address || !other) return
    const meeting = await this.meetings.byId(closed.meetingId)
    const t = translator(closed.language)
    const said = this.compose(meeting, closed.language, {
      headline: t('review:mail.merged.headline'),
      blocks: [
        t('review:mail.merged.lead', { address: maskedAddress(other) }),
        how === 'leads-on' ? t('review:mail.merged.leadsOn') : t('review:mail.merged.signIn'),
        t('review:mail.merged.wrong'),
      ],
      action: { label: t('review:mail.merged.action'), path: `/${meeting.slug}/me` },
    })
    await this.database.transaction((tx) =>
      this.mailroom.post(tx, {
        cause: `registration.absorb ${id} ${kept.id}`,
        to: { address, person: who.id },
        locale: closed.language,
        ...said,
        replyTo: meeting.contact.email,
      }),
    )
  }

  /** Invites somebody: for whom, on which days, until when the place is held. The link opens the form and changes nothing. */
  private async tellInvited(id: PreparedId, sent: number): Promise<void> {
    const open = await this.invitations.one(id)
    const registration = open && (await this.database.manager.findOneBy(Registration, { id: open.registration }))
    const who = registration && (await this.people.byId(registration.personId))
    const address = who?.email ?? who?.contactEmail
    if (!open || !registration || !address) return
    const meeting = await this.meetings.byId(registration.meetingId)
    const { language } = registration
    const t = translator(language)
    const whom = whomOf(claimOf(registration), language)
    const choices = await this.standings.choices(registration.id)
    const said = this.compose(meeting, language, {
      headline: t('review:mail.invited.headline'),
      blocks: [
        whom ? t('review:mail.invited.lead', { whom }) : t('review:mail.invited.leadYou'),
        {
          list: choices.flatMap(({ day, mode }) => {
            const heading = dayHeading(Temporal.PlainDate.from(day), language)
            return mode === 'none'
              ? []
              : [t('registration:mail.day', { day: heading, status: t(`desk:format.${mode}`) })]
          }),
        },
        t('review:mail.invited.held', {
          moment: formatInstant(open.heldUntil, meeting.timeZone, language, { sentence: true }),
        }),
        t('review:mail.invited.how'),
      ],
      action: { label: t('review:mail.invited.action'), path: `/${meeting.slug}/register` },
      why: t('review:mail.invited.why'),
    })
    await this.database.transaction((tx) =>
      this.mailroom.post(tx, {
        cause: `registration.invite ${id} ${sent}`,
        to: { address, person: registration.personId },
        locale: language,
        ...said,
        replyTo: meeting.contact.email,
      }),
    )
  }

  /** A mail about a meeting, in HTML and text. */
  compose(meeting: Meeting, locale: Locale, says: Says): { subject: string; html: string; text: string } {
    const t = translator(locale)
    const frame = frameOf(meeting, locale)
    const { headline, blocks, action, why = t('registration:mail.why') } = says
    const [first] = blocks
    return {
      subject: t('registration:mail.subject', { headline, meeting: frame.shortTitle.text }),
      ...mail(locale, {
        headline,
        ...(typeof first === 'string' && { preview: first }),
        head: [frame.title.text, `${frame.dates}, ${frame.place}`],
        blocks,
        ...(action && {
          action: { label: action.label, href: new URL(`/${locale}${action.path}`, this.settings.baseUrl).href },
        }),
        foot: [t('common:mail.questions', { address: meeting.contact.email }), why],
      }),
    }
  }
}
