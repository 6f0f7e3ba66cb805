import { Inject, Injectable } from '@nestjs/common'
import type { ReleaseContent } from '../../agenda/release.ts'
import { Releases } from '../../agenda/releases.service.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { snapshot } from '../../agenda/snapshot.ts'
import { warningsOf, type Warning, type WarningFrame } from '../../agenda/warnings.ts'
import type { MeetingId } from '../../kernel/id.ts'
import { localize, type LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Materials } from '../../materials/materials.service.ts'
import type { DeskRoom } from '../desk-room.service.ts'
import { ExpectedPeople } from './expected-people.service.ts'

/** Whose working copy is judged, and for whom. */
type Judged = Pick<DeskRoom, 'meeting' | 'rights'>

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

  async judge(room: Judged, sessions: readonly Session[]): Promise<Judge> {
    const contentOf = (some: readonly Session[]): ReleaseContent => snapshot(some, room.meeting.rooms)
    const frame = await this.frame(room, contentOf(sessions))
    return { warnings: (some) => warningsOf(contentOf(some), frame) }
  }

  /** The warnings of what would be published. */
  async of(room: Judged, content: ReleaseContent): Promise<Warning[]> {
    return warningsOf(content, await this.frame(room, content))
  }

  /** The warnings of many working copies, in as many questions as of one. */
  async ofMany(all: readonly (Judged & { content: ReleaseContent })[]): Promise<ReadonlyMap<MeetingId, Warning[]>> {
    const frames = await this.frames(all)
    return new Map(all.map(({ meeting, content }) => [meeting.id, warningsOf(content, frames.get(meeting.id)!)]))
  }

  private async frame(room: Judged, content: ReleaseContent): Promise<WarningFrame> {
    return (await this.frames([{ ...room, content }])).get(room.meeting.id)!
  }

  private async frames(
    all: readonly (Judged & { content: ReleaseContent })[],
  ): Promise<ReadonlyMap<MeetingId, WarningFrame>> {
    const ids = all.map(({ meeting }) => meeting.id)
    const mayCount = all.filter(({ rights }) => rights.has('review-registrations'))
    const [releases, documents, expected] = await Promise.all([
      this.releases.currentIn(ids),
      this.materials.publicBySession(ids),
      mayCount.length
        ? this.people.of(new Map(mayCount.map(({ meeting, content }) => [meeting.id, content.sessions])))
        : undefined,
    ])
    return new Map(
      all.map(({ meeting, rights }) => [
        meeting.id,
        {
          days: meeting.days,
          rooms: meeting.rooms,
          last: releases.get(meeting.id)?.content,
          ...(expected && rights.has('review-registrations') && { expected }),
          publicDocuments: new Map(
            [...documents].map(([session, titles]) => [session, titles.map((title) => nameOf(title, meeting))]),
          ),
        },
      ]),
    )
  }
}

const nameOf = (title: LocalizedText, { mainLanguage }: Meeting): string =>
  localize(title, mainLanguage, mainLanguage)?.text ?? ''
