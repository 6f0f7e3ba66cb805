import { Injectable } from '@nestjs/common'
import { InvalidInput } from '../kernel/domain-error.ts'
import type { PersonId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import type { RegistrationSettings } from '../meetings/registration-settings.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Database } from '../platform/database/database.ts'
import { checkSettings, type SettingsDraft } from './settings.ts'
import { endOfMeeting } from './windows.ts'

/** How people register for a meeting, as organisers set it. */
@Injectable()
export class RegistrationSettingsService {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly audit: Audit,
  ) {}

  /**
   * Changes the settings; they act at once. The same again changes nothing.
   * @throws InvalidInput
   */
  async change(meeting: Meeting, draft: SettingsDraft, by: PersonId): Promise<RegistrationSettings> {
    return this.database.transaction(async (tx) => {
      let changed: string[] = []
      const settings = await this.meetings.configureRegistration(tx, meeting.id, (now, { days, timeZone }) => {
        const { value, problems } = checkSettings(draft, now, { timeZone, ends: endOfMeeting(days, timeZone) })
        if (problems) throw new InvalidInput({ fields: problems })
        changed = changedIn(now, value)
        return value
      })
      if (changed.length)
        await this.audit.write(tx, 'registration.configured', { actor: by, meeting: meeting.id, data: { changed } })
      return settings
    })
  }
}

const changedIn = (before: RegistrationSettings, after: RegistrationSettings): string[] => {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...was.keys(), ...is.keys()])].filter(
    (key) => JSON.stringify(was.get(key)) !== JSON.stringify(is.get(key)),
  )
}
