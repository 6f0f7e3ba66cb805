import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import { delegationName } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import type { RegistrationId } from '../../kernel/id.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { People } from '../../people/people.service.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { Database } from '../../platform/database/database.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { Mailroom } from '../../platform/mail/mailroom.ts'
import { mail } from '../../ui/mail.tsx'
import { Registration } from '../registration.entity.ts'
import { tellOfRequest } from './memberships.service.ts'

/** Tells the focal points of a delegation, each in their language, who asks to join it. */
@Injectable()
export class DelegationMails implements OnModuleInit {
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
    this.jobs.handle(tellOfRequest, ({ registration, change }) => this.tell(registration, change))
  }

  /** Posts the mail about a request that still waits; doing it again posts nothing. */
  private async tell(id: RegistrationId, change: string): Promise<void> {
    const found = await this.database.manager.findOneBy(Registration, { id })
    if (!found?.delegationId || found.state !== 'requested' || found.endorsedAt) return
    const meeting = await this.meetings.byId(found.meetingId)
    const delegation = await this.delegations.one(meeting.id, found.delegationId)
    const focalPoints = await this.focalPoints.of(delegation.id)
    const who = await this.people.byIds([found.personId, ...focalPoints.map(({ person }) => person)])
    const asks = who.get(found.personId)
    if (!asks) return
    for (const { person } of focalPoints) {
      const reader = who.get(person)
      const address = reader?.email ?? reader?.contactEmail
      if (!reader || !address) continue
      const locale = reader.language
      const t = translator(locale)
      const frame = frameOf(meeting, locale)
      const of = {
        person: [asks.givenNames, asks.familyName].filter(Boolean).join(' ') || asks.email,
        delegation: delegationName(delegation, locale),
      }
      const headline = t('delegation:mail.request.headline', of)
      const { html, text } = mail(locale, {
        headline,
        preview: t('delegation:mail.request.lead'),
        head: [frame.title.text, `${frame.dates}, ${frame.place}`],
        blocks: [t('delegation:mail.request.lead')],
        action: {
          label: t('delegation:mail.request.action'),
          href: new URL(`/${locale}/${meeting.slug}/delegation/${delegation.id}`, this.settings.baseUrl).href,
        },
        foot: [t('common:mail.questions', { address: meeting.contact.email }), t('delegation:mail.why')],
      })
      await this.database.transaction((tx) =>
        this.mailroom.post(tx, {
          cause: `delegation.asked ${change}`,
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
}
