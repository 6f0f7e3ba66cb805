import { Inject, Injectable } from '@nestjs/common'
import type { ReleaseContent } from '../../agenda/release.ts'
import { Releases } from '../../agenda/releases.service.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { snapshot } from '../../agenda/snapshot.ts'
import { warningsOf, type Warning, type WarningFrame } from '../../agenda/warnings.ts'
import { localize, type LocalizedText } from '../../kernel/localized-text.ts'
import { Materials } from '../../materials/materials.service.ts'
import type { DeskRoom } from '../desk-room.service.ts'
import { ExpectedPeople } from './expected-people.service.ts'

/** Judges working copies of one meeting, as they are and as they would be, for one organiser. */
export interface Judge {
  warnings(sessions: readonly Session[]): Warning[]
}

/** Gathers what the warnings go by. How many people come is only for those who may see registrations. */
@Injectable()
export class AgendaWarnings {
  constructor(
    @Inject(Releases) private readonly releases: Releases,
    @Inject(Materials) private readonly materials: Materials,
    @Inject(ExpectedPeople) private readonly people: ExpectedPeople,
  ) {}

  async judge({ meeting, rights }: Pick<DeskRoom, 'meeting' | 'rights'>, sessions: readonly Session[]): Promise<Judge> {
    const contentOf = (some: readonly Session[]): ReleaseContent => snapshot(some, meeting.rooms)
    const frame = await this.frame({ meeting, rights }, contentOf(sessions))
    return { warnings: (some) => warningsOf(contentOf(some), frame) }
  }

  /** The warnings of what would be published. */
  async of(room: Pick<DeskRoom, 'meeting' | 'rights'>, content: ReleaseContent): Promise<Warning[]> {
    return warningsOf(content, await this.frame(room, content))
  }

  private async frame(
    { meeting, rights }: Pick<DeskRoom, 'meeting' | 'rights'>,
    content: ReleaseContent,
  ): Promise<WarningFrame> {
    const [release, documents, expected] = await Promise.all([
      this.releases.current(meeting.id),
      this.materials.publicBySession(meeting.id),
      rights.has('review-registrations') ? this.people.of(meeting.id, content.sessions) : undefined,
    ])
    const title = (text: LocalizedText): string =>
      localize(text, meeting.mainLanguage, meeting.mainLanguage)?.text ?? ''
    return {
      days: meeting.days,
      rooms: meeting.rooms,
      last: release?.content,
      ...(expected && { expected }),
      publicDocuments: new Map([...documents].map(([session, titles]) => [session, titles.map(title)])),
    }
  }
}
