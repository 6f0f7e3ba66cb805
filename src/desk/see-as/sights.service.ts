import { Inject, Injectable } from '@nestjs/common'
import type { Audience } from '../../access/facts.ts'
import { Gate } from '../../access/gate.service.ts'
import { pretendedAudience } from '../../access/pretended.ts'
import { Groups } from '../../agenda/groups.service.ts'
import { Publishing } from '../../agenda/publishing.service.ts'
import type { Release } from '../../agenda/release.entity.ts'
import type { ReleaseLabel } from '../../agenda/release.ts'
import { Releases } from '../../agenda/releases.service.ts'
import { unpublished } from '../../agenda/unpublished.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Clock } from '../../platform/clock.ts'
import { Agendas, type Agenda, type Asked } from '../../reading/agendas.service.ts'
import type { Version as KnownVersion } from '../../reading/changes-page.tsx'
import type { ReleaseBanner } from '../../ui/release-banner.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { pathTo, pretendedBy, type Looking } from './looking.ts'

/** What can be chosen to look at. */
export interface Choices {
  readonly groups: readonly string[]
  /** Newest first. */
  readonly labels: readonly ReleaseLabel[]
}

/** An agenda as somebody sees it; the working copy is no release, and has no banner of one. */
export type Sight = Omit<Agenda, 'banner'> & { readonly banner?: ReleaseBanner }

/** Looks at an agenda as others do: through the gate, with an audience that an organiser made up. */
@Injectable()
export class Sights {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Agendas) private readonly agendas: Agendas,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws NotFound when somebody is to be in a group that there is not */
  async choices({ meeting }: DeskRoom, { group }: Pick<Looking, 'group'>): Promise<Choices> {
    const [groups, releases] = await Promise.all([this.groups.keys(meeting.id), this.releases.all(meeting.id)])
    if (group !== undefined && !groups.includes(group)) throw new NotFound()
    const standing = releases.filter(({ withdrawnAt }) => !withdrawnAt)
    return { groups, labels: [...new Set(standing.map(({ label }) => label))].toReversed() }
  }

  /** As whom the gate is asked. */
  audience({ meeting }: DeskRoom, looking: Looking): Audience {
    return pretendedAudience(pretendedBy(looking), meeting.days)
  }

  /** The agenda as they see it; undefined when nothing is published. @throws NotFound for a label that there is not */
  async agenda(room: DeskRoom, looking: Looking, locale: Locale): Promise<Sight | undefined> {
    const asked = this.asked(room, looking, locale)
    if (looking.of === 'working') return this.foreseen(asked, await this.draft(room))
    const agenda = await this.agendas.of(asked)
    if (!agenda && asked.label) throw new NotFound()
    return agenda
  }

  /**
   * What changed up to it as they see it, from the version before or from a label; undefined when nothing is published.
   * @throws NotFound for a label that there is not
   */
  async changes(
    room: DeskRoom,
    looking: Looking,
    locale: Locale,
    from: ReleaseLabel | undefined,
  ): Promise<(Sight & { readonly versions: readonly KnownVersion[] }) | undefined> {
    const asked = this.asked(room, looking, locale)
    if (looking.of === 'working') {
      const sight = await this.foreseen(asked, await this.draft(room), from)
      return sight && { ...sight, versions: await this.agendas.versions(asked, sight.changes.labels) }
    }
    if (looking.of === 'current' && !(await this.gate.standing(room.meeting.id))) return undefined
    return this.agendas.between(asked, { from, to: asked.label })
  }

  private asked(room: DeskRoom, looking: Looking, locale: Locale): Asked {
    const root = `${room.path}/see-as`
    return {
      meeting: room.meeting,
      audience: this.audience(room, looking),
      locale,
      ...(looking.of === 'working' || looking.of === 'current' ? {} : { label: looking.of }),
      elsewhere: {
        here: `${root}/${pathTo(looking)}`,
        under: (of) => `${root}/${pathTo({ ...looking, of })}`,
      },
    }
  }

  private async draft({ meeting }: DeskRoom): Promise<Release> {
    const { content, proposed } = await this.publishing.review(meeting.id)
    return unpublished(meeting, { content, label: proposed }, this.clock.now())
  }

  private async foreseen(asked: Asked, draft: Release, from?: ReleaseLabel): Promise<Sight | undefined> {
    const { meeting, audience, locale } = asked
    const view = await this.gate.preview(meeting, audience, locale, draft)
    if (!view) return undefined
    const changes = (await this.gate.foreseeing(meeting, draft, from))(audience, locale)
    return { changes, frame: this.agendas.drawn(asked, view, changes) }
  }
}
