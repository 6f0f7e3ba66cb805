import { Injectable, type OnModuleInit } from '@nestjs/common'
import { OwnPageSections } from '../registration/own/own-page-sections.ts'
import { Axis } from '../ui/axis.tsx'
import { MailStops } from './mail-stops.service.ts'

/** After the calendar, before the answers. */
const ORDER = 30

/** Says on a person's own page whether they are written to when their sessions change. */
@Injectable()
export class OwnMailSection implements OnModuleInit {
  constructor(
    private readonly sections: OwnPageSections,
    private readonly stops: MailStops,
  ) {}

  onModuleInit(): void {
    this.sections.add({
      order: ORDER,
      draw: async ({ t, locale, reader }, meeting, registration) => {
        if (!reader || registration.state === 'draft') return undefined
        const stopped = await this.stops.isStopped(meeting.id, reader.person)
        return (
          <Axis title={t('circulation:own.title')} screen>
            <div class="flow">
              <p>{stopped ? t('circulation:own.stopped') : t('circulation:own.told')}</p>
              <p class="screen">
                <a href={`/${locale}/${meeting.slug}/me/mail`}>{t('circulation:own.choose')}</a>
              </p>
            </div>
          </Axis>
        )
      },
    })
  }
}
