import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import { toConstituencies } from '../delegations/constituencies-in-sentence.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { People } from '../people/people.service.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { ofCity } from '../platform/i18n/formats.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { mail, type MailBlock } from '../ui/mail.tsx'
import { tellRegistrant } from './ledger.service.ts'
import { RegistrationChange } from './registration-change.entity.ts'
import { Registration } from './registration.entity.ts'
import type { RegistrationId } from '../kernel/id.ts'
import { Standings } from './standings.service.ts'
import { claimOf } from './guest.ts'
import { shownReference } from './reference.ts'
import { SessionOffers } from './form/session-offers.service.ts'
import {
  dayDetail,
  dayHeading,
  extraWords,
  headlineWords,
  leadWords,
  nextWords,
  statusWords,
  type About,
} from './words.ts'

/** Writes the mail about each change: where the person stood then, in the language they registered in. */
@Injectable()
export class RegistrationMails implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly mailroom: Mailroom,
    private readonly people: People,
    private readonly meetings: Meetings,
    private readonly standings: Standings,
    private readonly sessions: SessionOffers,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(tellRegistrant, ({ change }) => this.tell(change))
  }

  /** Posts the mail about a change; doing it again posts nothing. */
  async tell(id: string): Promise<void> {
    const change = await this.database.manager
      .createQueryBuilder(RegistrationChange, 'change')
      .where('change.id = :id', { id })
      .getOne()
    const registration = change && (await this.database.manager.findOneBy(Registration, { id: change.registrationId }))
    if (!registration) return
    const person = await this.people.byId(registration.personId)
    const address = person?.email ?? person?.contactEmail
    // Erased in the meantime: there is nobody to tell.
    if (!person || !address) return
    const meeting = await this.meetings.byId(registration.meetingId)
    const { subject, html, text } = this.compose({
      reference: shownReference(registration.reference),
      meeting,
      locale: registration.language,
      claim: claimOf(registration),
      standing: change.standing,
      sessions: await this.sessions.named(meeting, person.id, registration.language),
      ...(change.why && { why: change.why }),
      lapsed: change.move === 'lapse',
      // An address that several share: the mail says whom it is about.
      ...(!person.email && { person: [person.givenNames, person.familyName].filter(Boolean).join(' ') }),
    })
    await this.database.transaction((tx) =>
      this.mailroom.post(tx, {
        cause: `registration.${change.move} ${change.id}`,
        to: { address, person: person.id },
        locale: registration.language,
        subject,
        html,
        text,
        replyTo: meeting.contact.email,
      }),
    )
  }

  /**
   * Posts where somebody stands once more, because an organiser asked for it; the same order posts it once.
   * False for who has no address any more.
   */
  async again(id: RegistrationId, order: string): Promise<boolean> {
    const registration = await this.database.manager.findOneBy(Registration, { id })
    if (!registration) return false
    const person = await this.people.byId(registration.personId)
    const address = person?.email ?? person?.contactEmail
    if (!person || !address) return false
    const meeting = await this.meetings.byId(registration.meetingId)
    const said = this.compose({
      reference: shownReference(registration.reference),
      meeting,
      locale: registration.language,
      claim: claimOf(registration),
      standing: await this.standings.one(registration),
    })
    await this.database.transaction((tx) =>
      this.mailroom.post(tx, {
        cause: `registration.again ${order} ${id}`,
        to: { address, person: person.id },
        locale: registration.language,
        ...said,
        replyTo: meeting.contact.email,
      }),
    )
    return true
  }

  /** The mail, in HTML and text. */
  compose(about: About & { reference: string; person?: string; lapsed?: boolean }): {
    subject: string
    html: string
    text: string
  } {
    const { meeting, locale, why } = about
    const t = translator(locale)
    const frame = frameOf(meeting, locale)
    const headline = headlineWords(about)
    const lead = leadWords(about)
    const next = nextWords(about)
    return {
      subject: [
        t('registration:mail.subject', { headline, meeting: frame.shortTitle.text }),
        ...(about.person ? [t('delegation:mail.for', { person: about.person })] : []),
      ].join(' '),
      ...mail(locale, {
        headline,
        preview: lead,
        head: [frame.title.text, `${frame.dates}, ${frame.place}`, ...(about.person ? [about.person] : [])],
        blocks: [
          ...(about.lapsed ? [t('registration:mail.lapsed')] : []),
          lead,
          ...(why ? [t('registration:why', { why })] : []),
          ...dayBlocks(about),
          { heading: t('registration:next.title') },
          { list: next },
        ],
        action: {
          label: t('registration:mail.action'),
          href: new URL(`/${locale}/${meeting.slug}/me`, this.settings.baseUrl).href,
        },
        foot: [
          t('registration:mail.reference', { reference: about.reference }),
          // A link, never an event: it would stand in their calendar twice.
          ...(about.standing.state === 'confirmed'
            ? [
                t('registration:mail.calendar', {
                  url: new URL(`/${locale}/${meeting.slug}/me/calendar`, this.settings.baseUrl).href,
                }),
              ]
            : []),
          t('common:mail.zone', { ofCity: ofCity(frame.city, locale), offset: frame.offset }),
          t('common:mail.questions', { address: meeting.contact.email }),
          t('registration:mail.why'),
        ],
      }),
    }
  }
}

const dayBlocks = (about: About): MailBlock[] => {
  const { meeting, locale, claim, standing } = about
  const t = translator(locale)

  return meeting.days.flatMap((day): MailBlock[] => {
    const found = standing.days.find((each) => each.day === day.date.toString())
    const shut = claim && day.openTo.length > 0 && !day.openTo.includes(claim.constituency)
    if (!found)
      return shut
        ? [
            {
              heading: t('registration:mail.day', {
                day: dayHeading(day.date, locale),
                status: t('registration:status.not-open', {
                  constituency: toConstituencies([claim.constituency], locale),
                }),
              }),
            },
          ]
        : []
    const heading = t('registration:mail.day', {
      day: dayHeading(day.date, locale),
      status: statusWords(found, locale),
    })
    const text = [dayDetail(found, about), ...extraWords(found, locale, about.sessions ?? new Map())]
      .filter(Boolean)
      .join(' · ')
    return [text ? { heading, text } : { heading }]
  })
}
