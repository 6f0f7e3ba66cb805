import type { AgendaView } from '../../src/access/view.ts'
import { isNamed } from '../../src/access/view.ts'
import { translator } from '../../src/platform/i18n/i18n.ts'
import type { Frame } from '../../src/reading/frame.ts'

/** Constituencies of a meeting small enough to read. */
export const SIX = ['member-state', 'observer-state', 'un-entity', 'civil-society', 'academia', 'media']

/** What the pages of an agenda draw with, around a view. */
export const frameFor = (view: AgendaView, with_: Partial<Frame> = {}): Frame => ({
  t: translator(view.locale),
  locale: view.locale,
  view,
  constituencies: SIX,
  marks: new Map(),
  labels: ['Draft', 'Rev.1'],
  linked: new Set(view.days.flatMap((day) => day.sessions.filter(isNamed).map(({ code }) => code))),
  shortAddress: 'plenary.example.org/unnm-annual-meeting-4/rev.1',
  ...with_,
})
