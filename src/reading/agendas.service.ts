import { Inject, Injectable } from '@nestjs/common'
import type { AgendaChanges } from '../access/changes.ts'
import type { Audience } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import { isNamed, type AgendaView } from '../access/view.ts'
import type { ReleaseLabel } from '../agenda/release.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { translator } from '../platform/i18n/i18n.ts'
import type { ReleaseBanner } from '../ui/release-banner.tsx'
import type { Version } from './changes-page.tsx'
import { changesIn, labelInPath, releaseIn, type Elsewhere, type Frame } from './frame.ts'
import { countsOf, marksOf } from './marks.ts'

/** An agenda with all that its pages say around it, for one audience in one language. */
export interface Agenda {
  readonly frame: Frame
  readonly banner: ReleaseBanner
  readonly changes: AgendaChanges
}

/** Who asks for what. */
export interface Asked {
  readonly meeting: Meeting
  readonly audience: Audience
  readonly locale: Locale
  readonly label?: ReleaseLabel | undefined
  /** The reader's own zone, when they chose one. */
  readonly own?: string | undefined
  readonly elsewhere?: Elsewhere | undefined
}

/** Puts together what the pages of an agenda show. All of it comes through the gate. */
@Injectable()
export class Agendas {
  constructor(
    private readonly gate: Gate,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The agenda in force, or under a label; undefined when nothing is released (under it). */
  async of(asked: Asked): Promise<Agenda | undefined> {
    const { meeting, audience, locale, label } = asked
    const view = await this.gate.view(meeting, audience, locale, label)
    if (!view) return undefined
    const inForce = (view.release.supersededBy && (await this.gate.view(meeting, audience, locale))) || view
    const changes = await this.gate.changes(meeting, audience, locale, label ? { to: label } : {})
    const frame = this.drawn(asked, view, changes, inForce)
    return { changes, frame, banner: bannerOf(frame, inForce, changes) }
  }

  /**
   * What pages need to draw a view with what changed in it; where everybody reads, sessions have a page when they are in the
   * agenda in force. The desk draws so what is not published, too.
   */
  drawn(
    { meeting, own, elsewhere }: Pick<Asked, 'meeting' | 'own' | 'elsewhere'>,
    view: AgendaView,
    changes: AgendaChanges,
    inForce = view,
  ): Frame {
    const { locale } = view
    const t = translator(locale)
    return {
      t,
      locale,
      view,
      constituencies: meeting.registration.constituencies,
      marks: marksOf(changes, t, locale),
      labels: changes.labels,
      linked: codesIn(elsewhere ? view : inForce),
      ...(own && own !== meeting.timeZone ? { own } : {}),
      shortAddress: `${this.settings.baseUrl.host}/${meeting.slug}/${labelInPath(view.release.label)}`,
      ...(elsewhere ? { elsewhere } : {}),
    }
  }

  /** The same between two labels. @throws NotFound when one of them is none */
  async between(
    asked: Asked,
    range: { from?: ReleaseLabel | undefined; to?: ReleaseLabel | undefined },
  ): Promise<Agenda & { versions: Version[] }> {
    const agenda = await this.of(asked)
    if (!agenda) throw new NotFound()
    const { meeting, audience, locale } = asked
    const { from, to } = range
    const changes =
      from || to
        ? await this.gate.changes(meeting, audience, locale, { ...(from ? { from } : {}), ...(to ? { to } : {}) })
        : agenda.changes
    return { ...agenda, changes, versions: await this.versions(asked, changes.labels) }
  }

  /** Those of these labels that can be looked at, as who asks knows them. */
  async versions({ meeting, audience, locale }: Asked, labels: readonly ReleaseLabel[]): Promise<Version[]> {
    const versions = await Promise.all(
      labels.map(async (label) => {
        const view = await this.gate.view(meeting, audience, locale, label)
        return view ? [{ label, release: view.release }] : []
      }),
    )
    return versions.flat()
  }
}

const codesIn = (view: AgendaView): ReadonlySet<string> =>
  new Set(view.days.flatMap((day) => day.sessions.filter(isNamed).map(({ code }) => code)))

const bannerOf = (frame: Frame, inForce: AgendaView, changes: AgendaChanges): ReleaseBanner => {
  const { release } = frame.view
  const published = (view: AgendaView) =>
    view.release.publishedAt.toZonedDateTimeISO(view.meeting.timeZone).toPlainDate()
  return {
    label: release.label,
    stage: release.stage,
    date: published(frame.view),
    ...(changes.from ? { changesHref: changesIn(frame), changes: countsOf(changes.changes) } : {}),
    ...(release.supersededBy
      ? {
          supersededBy: {
            label: release.supersededBy,
            date: published(inForce),
            href: releaseIn(frame, release.supersededBy, true),
          },
        }
      : {}),
  }
}
