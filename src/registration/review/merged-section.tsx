import { Injectable, type OnModuleInit } from '@nestjs/common'
import { People } from '../../people/people.service.ts'
import { Database } from '../../platform/database/database.ts'
import { Axis } from '../../ui/axis.tsx'
import { OwnPageSections } from '../own/own-page-sections.ts'
import { Registration } from '../registration.entity.ts'
import { maskedAddress } from './merge.ts'

/** Says on the page of a registration that was closed because there were two, where the other one is. */
@Injectable()
export class MergedSection implements OnModuleInit {
  constructor(
    private readonly sections: OwnPageSections,
    private readonly database: Database,
    private readonly people: People,
  ) {}

  onModuleInit(): void {
    this.sections.add({
      order: 2,
      draw: async ({ t }, _meeting, own) => {
        if (own.state !== 'withdrawn') return undefined
        const { manager } = this.database
        const closed = await manager.findOneBy(Registration, { id: own.id })
        const kept = closed?.mergedInto && (await manager.findOneBy(Registration, { id: closed.mergedInto }))
        const who = kept ? await this.people.byId(kept.personId) : undefined
        const address = who?.email ?? who?.contactEmail
        if (!address) return undefined
        return (
          <Axis title={t('review:merged.title')}>
            <p>{t('review:merged.words', { address: maskedAddress(address) })}</p>
          </Axis>
        )
      },
    })
  }
}
