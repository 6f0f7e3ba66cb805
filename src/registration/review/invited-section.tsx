import { Injectable, type OnModuleInit } from '@nestjs/common'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Actions, ButtonLink } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { formPath } from '../form/form-views.tsx'
import { OwnPageSections } from '../own/own-page-sections.ts'
import { PreparedInvitations } from './prepared-invitations.service.ts'

/** Says on the page of somebody who is invited that a place is held for them, and until when. */
@Injectable()
export class InvitedSection implements OnModuleInit {
  constructor(
    private readonly sections: OwnPageSections,
    private readonly invitations: PreparedInvitations,
  ) {}

  onModuleInit(): void {
    this.sections.add({
      order: 2,
      draw: async ({ t, locale }, meeting, own) => {
        const open = own.state === 'draft' ? await this.invitations.openFor(own.id) : undefined
        if (!open) return undefined
        const moment = formatInstant(open.heldUntil, meeting.timeZone, locale, { sentence: true })
        return (
          <Axis title={t('review:invited.title')}>
            <div class="flow">
              <p>{t('review:invited.words', { moment })}</p>
              <Actions>
                <ButtonLink href={formPath(locale, meeting)}>{t('review:invited.check')}</ButtonLink>
              </Actions>
            </div>
          </Axis>
        )
      },
    })
  }
}
