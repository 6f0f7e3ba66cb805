import type { Canary, Field } from './aviary.ts'
import { CODES } from './canaries.ts'
import type { LeakHouse } from './house.ts'
import type { Reader } from './readers.ts'
import type { Seen } from './seen.ts'

/** A place where sessions are shown, and what it shows of them to whoever may read it. */
export interface Surface {
  path: string
  /** What its address holds besides. */
  at?: RegExp
  fields: readonly Field[]
  /** What it shows of a cancelled session, where that is less. */
  ofCancelled?: readonly Field[]
  /** To whom: who takes part, unless it is a page of the desk. */
  to?: 'organisers' | 'translators'
}

const WORDS = ['title', 'abstract', 'officers', 'item'] as const
const ALL = [...WORDS, 'capacity'] as const

/** Wherever sessions are shown with what only some may read. **A new surface goes here**, or into the list below. */
export const SURFACES: Readonly<Record<string, Surface>> = {
  'the agenda': { path: '/:locale/:meeting/agenda', fields: ['title', 'officers'], ofCancelled: ['title'] },
  'the agenda by room': { path: '/:locale/:meeting/agenda', at: /view=rooms/, fields: ['title'] },
  'the agenda as a grid': { path: '/:locale/:meeting/agenda', at: /view=grid/, fields: ['title'] },
  search: { path: '/:locale/:meeting/agenda', at: /q=qz/, fields: ['title'] },
  'what one may attend': { path: '/:locale/:meeting/agenda', at: /open=me/, fields: ['title'] },
  'an old release': { path: '/:locale/:meeting/releases/:label', fields: ['title', 'officers'] },
  'the page of a session': { path: '/:locale/:meeting/sessions/:code', fields: WORDS },
  'the calendar file of a session': { path: '/:locale/:meeting/sessions/:code.ics', fields: WORDS },
  'the calendar file of the agenda': { path: '/:locale/:meeting/agenda.ics', fields: WORDS },
  'the calendar file of what was looked for': { path: '/:locale/:meeting/agenda.ics', at: /q=qz/, fields: WORDS },
  'the feeds': { path: '/feeds/:secret.ics', fields: WORDS },
  'the list in JSON': { path: '/api/v1/meetings/:meeting/agenda', fields: ALL },
  'the agenda as JSON': { path: '/:locale/:meeting/agenda.json', fields: ALL },
  'JSON-LD': { path: '/:locale/:meeting/agenda.jsonld', fields: ['title', 'abstract', 'officers'] },
  PDF: { path: '/:locale/:meeting/agenda.pdf', fields: ['title', 'officers', 'item'] },
  'my agenda': { path: '/:locale/:meeting/my-agenda', fields: ['title'] },
  'what one follows, in JSON': { path: '/api/v1/meetings/:meeting/follows', fields: ['title'] },
  'the working copy': {
    path: '/api/v1/meetings/:meeting/working-copy',
    fields: ['title', 'abstract'],
    to: 'organisers',
  },
  'the agenda at the desk': { path: '/:locale/desk/:meeting/agenda', fields: ['title'], to: 'organisers' },
  'a session at the desk': { path: '/:locale/desk/:meeting/agenda/:code', fields: ALL, to: 'organisers' },
  translation: { path: '/:locale/desk/:meeting/translate', at: /state=all/, fields: WORDS, to: 'translators' },
  'translation in a file': {
    path: '/:locale/desk/:meeting/translate/export.:format(xlsx|csv)',
    at: /to=fr/,
    fields: WORDS,
    to: 'translators',
  },
}

/** Routes that show of sessions the same to everybody, or less than all that one may know; each says why. */
export const SHOW_LESS: Readonly<Record<string, string>> = {
  '/:locale/:meeting/agenda.atom': 'releases, with their notes',
  '/:locale/:meeting/changes': 'what differs between two releases',
  '/:locale/:meeting/me': 'where one has a place',
  '/:locale/:meeting/me/sent': 'where one has a place',
  '/:locale/:meeting/register/:step': 'what asks people to sign up',
  '/:locale/:meeting/sessions/:code/join': 'the session that is joined',
  '/sitemap.xml': 'what the public reads',
  '/api/v1/meetings/:meeting': 'what the public reads',
  '/api/v1/meetings/:meeting/materials': 'papers, by session',
  '/api/v1/meetings/:meeting/questions': 'days and sessions that a question is about',
}

/** What stands in one place beside the agenda, and where whoever may read it finds it. */
export const ELSEWHERE_SHOWN: readonly { where: RegExp; path: string; at?: RegExp }[] = [
  { where: /^note on the closed session$/, path: '/:locale/:meeting/agenda.atom' },
  { where: /^QZCL-1 title in draft$/, path: '/:locale/:meeting/releases/:label', at: /Draft/ },
  { where: /^QZCL-1 title in draft$/, path: '/api/v1/meetings/:meeting/agenda', at: /label=Draft/ },
  { where: /^QZCL-1 title in draft$/, path: '/:locale/:meeting/agenda.pdf', at: /label=Draft/ },
  { where: /^closed session, title since$/, path: '/:locale/:meeting/changes' },
  { where: /^closed session, title since$/, path: '/:locale/:meeting/sessions/:code/join' },
  { where: /^closed paper, (title|symbol)$/, path: '/:locale/:meeting/sessions/:code' },
  { where: /^(closed|listed) paper, title$/, path: '/api/v1/meetings/:meeting/materials' },
  { where: /^(closed|listed) paper, bytes$/, path: '/:locale/:meeting/materials/:key/:language' },
  { where: /^the (name of a )?passport/, path: '/:locale/:meeting/me/files/:question' },
]

const isOn = (seen: Seen, { path, at }: Pick<Surface, 'path' | 'at'>): boolean =>
  seen.route.path === path && seen.answer.status < 400 && (at === undefined || at.test(seen.address))

/** Whether a surface is there for a reader: who organises or translates reads the agenda as the public does. */
const isFor = (reader: Reader, { to }: Surface): boolean => {
  if (to === 'organisers') return reader.organises === true
  if (to === 'translators') return reader.organises === true || reader.translates === true
  return reader.days.length > 0
}

/** Of these the pages are asked for. */
const ASKED_FOR: ReadonlySet<string> = new Set(Object.values(CODES))

const fieldsShown = ({ fields, ofCancelled = fields }: Surface, code: string): readonly Field[] =>
  code === CODES.closedCancelled || code === CODES.unlistedCancelled ? ofCancelled : fields

/** What stands in a field may be written differently in each language: whoever finds one of them finds the field. */
const fieldsOf = (canaries: readonly Canary[]): ReadonlyMap<string, readonly Canary[]> =>
  Map.groupBy(
    canaries.filter(({ of }) => of),
    ({ of }) => `${of!.code} ${of!.field}`,
  )

/** What a reader may read and does not find, by surface. */
export const missedBy = (house: LeakHouse, reader: Reader, seen: readonly Seen[]): string[] => {
  const canaries = house.planted.aviary.all
  const fields = fieldsOf(canaries)
  const onSurfaces = Object.entries(SURFACES)
    .filter(([, surface]) => isFor(reader, surface))
    .flatMap(([name, surface]) => {
      const shown = new Set(seen.filter((one) => isOn(one, surface)).flatMap(({ canaries: all }) => all))
      return [...fields]
        .filter(([, [one]]) => fieldsShown(surface, one!.of!.code).includes(one!.of!.field))
        .filter(([, [one]]) => !surface.path.includes(':code') || ASKED_FOR.has(one!.of!.code))
        .filter(([, all]) => all.every((one) => one.mayRead(reader)))
        .filter(([, all]) => !all.some((one) => shown.has(one)))
        .map(([field]) => `${name} lacks ${field}`)
    })
  if (reader.days.length === 0) return onSurfaces
  const beside = ELSEWHERE_SHOWN.flatMap(({ where, ...place }) => {
    const shown = new Set(seen.filter((one) => isOn(one, place)).flatMap(({ canaries: all }) => all))
    return canaries
      .filter((one) => where.test(one.where) && one.mayRead(reader) && !shown.has(one))
      .map((one) => `${place.path} lacks ${one.where}`)
  })
  return [...onSurfaces, ...beside]
}

/** Routes outside the desk that tell of sessions, and of which nobody said what. */
export const unknownSurfaces = (seen: readonly Seen[]): string[] => {
  const known = new Set([...Object.values(SURFACES).map(({ path }) => path), ...Object.keys(SHOW_LESS)])
  const told = seen.filter(({ route, answer, namesProgramme, canaries }) => {
    if (known.has(route.path) || route.policy?.desk || answer.status >= 400) return false
    return namesProgramme || canaries.some(({ of }) => of)
  })
  return [...new Set(told.map(({ route }) => route.path))]
}
