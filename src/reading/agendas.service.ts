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
import { labelInPath, meetingPath, type Frame } from './frame.ts'
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
}

/** Puts together what the pages of an agenda show. All of it comes through the gate. */
@Injectable()
export class Agendas {
  constructor(
    private readonly gate: Gate,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The agenda in force, or under a label; undefined when nothing is released (under it). */
  async of({ meeting, audience, locale, label, own }: Asked): Promise<Agenda | undefined> {
    const view = await this.gate.view(meeting, audience, locale, label)
    if (!view) return undefined
    const inForce = view.release.supersededBy ? await this.gate.view(meeting, audience, locale) : view
    const changes = await this.gate.changes(meeting, audience, locale, label ? { to: label } : {})
    const t = translator(locale)
    return {
      changes,
      banner: bannerOf(view, inForce ?? view, changes),
      frame: {
        t,
        locale,
        view,
        constituencies: meeting.registration.constituencies,
        marks: marksOf(changes, t, locale),
        labels: changes.labels,
        linked: codesIn(inForce ?? view),
        ...(own && own !== meeting.timeZone ? { own } : {}),
        shortAddress: `${this.settings.baseUrl.host}/${meeting.slug}/${labelInPath(view.release.label)}`,
      },
    }
  }

  /** An agenda as it would be read under a view that the gate made for the desk; its pages are at `at`. */
  asDrawnAt(meeting: Meeting, view: AgendaView, at: string): Frame {
    return {
      t: translator(view.locale),
      locale: view.locale,
      view,
      constituencies: meeting.registration.constituencies,
      marks: new Map(),
      labels: [],
      linked: codesIn(view),
      shortAddress: `${this.settings.baseUrl.host}/${meeting.slug}`,
      at,
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
    const versions = await Promise.all(
      changes.labels.map(async (label) => {
        const view = await this.gate.view(meeting, audience, locale, label)
        return view ? [{ label, release: view.release }] : []
      }),
    )
    return { ...agenda, changes, versions: versions.flat() }
  }
}

const codesIn = (view: AgendaView): ReadonlySet<string> =>
  new Set(view.days.flatMap((day) => day.sessions.filter(isNamed).map(({ code }) => code)))

const bannerOf = (view: AgendaView, inForce: AgendaView, changes: AgendaChanges): ReleaseBanner => {
  const root = meetingPath(view.locale, view.meeting)
  const published = ({ release, meeting }: AgendaView) =>
    release.publishedAt.toZonedDateTimeISO(meeting.timeZone).toPlainDate()
  return {
    label: view.release.label,
    stage: view.release.stage,
    date: published(view),
    ...(changes.from ? { changesHref: `${root}/changes`, changes: countsOf(changes.changes) } : {}),
    ...(view.release.supersededBy
      ? {
          supersededBy: {
            label: view.release.supersededBy,
            date: published(inForce),
            href: `${root}/agenda`,
          },
        }
      : {}),
  }
}
