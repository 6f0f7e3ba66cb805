import type { Localized, LocalizedText } from '../kernel/localized-text.ts'
import type { MaterialId, SessionId } from '../kernel/id.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import type { AccessRule } from '../agenda/release.ts'
import type { AgendaView } from '../access/view.ts'
import type { Audience } from '../access/facts.ts'
import { mayAttend, ruleOf } from '../access/rule.ts'

export const MATERIAL_KINDS = ['agenda', 'document', 'information', 'statement', 'presentation', 'recording'] as const
/** What a material is. */
export type MaterialKind = (typeof MATERIAL_KINDS)[number]

/** The languages a file may be in; `floor` is what was said in the room, each speaker in their own. */
export const FILE_LANGUAGES = [...LOCALES, 'floor'] as const
export type FileLanguage = (typeof FILE_LANGUAGES)[number]
export const isFileLanguage = (value: string): value is FileLanguage => FILE_LANGUAGES.some((one) => one === value)

/** Who may read a material beyond what its sessions say: the organiser's own rule, without a level of showing. */
export type ReadingRule =
  | { attend: 'everyone' }
  | { attend: 'constituencies'; constituencies: readonly string[] }
  | { attend: 'invited'; groups: readonly string[] }

/** The half of a session's rule that a material has: who, not what the rest see (they learn nothing). */
export const readingRule = (rule: AccessRule): ReadingRule =>
  rule.attend === 'constituencies'
    ? { attend: 'constituencies', constituencies: rule.constituencies }
    : rule.attend === 'invited'
      ? { attend: 'invited', groups: rule.groups }
      : { attend: 'everyone' }

/** What decides who reads a material. */
export interface ReadingTerms {
  /** Public on purpose: the organiser said so. */
  readonly public: boolean
  readonly rule: ReadingRule
  /** The sessions it belongs to; none means the meeting as a whole. */
  readonly sessions: readonly SessionId[]
}

/** Who asks: the audience, and the sessions that the gate lets it attend. */
export interface MaterialReader {
  readonly audience: Audience
  readonly attends: ReadonlySet<SessionId>
}

/** The reader that an agenda view was made for. Without a release nobody attends anything yet. */
export const readerOf = (audience: Audience, view: AgendaView | undefined): MaterialReader => ({
  audience,
  attends: new Set(
    (view?.days ?? []).flatMap((day) => day.sessions.flatMap((entry) => (entry.level === 'attend' ? [entry.id] : []))),
  ),
})

/** Whether a material's own rule names somebody who is confirmed for some day of the meeting. */
const named = (rule: ReadingRule, audience: Audience): boolean =>
  audience.kind === 'person' &&
  [...audience.facts.days.keys()].some((day) => mayAttend(ruleOf({ ...rule, show: 'unlisted' }), audience.facts, day))

/**
 * Whether somebody may read a material, and so learn that it exists: only who may attend one of its sessions and is
 * named by its own rule where that is stricter; everybody when it is public on purpose. One answer for lists,
 * downloads and every other surface.
 */
export const mayRead = (material: ReadingTerms, reader: MaterialReader): boolean =>
  material.public ||
  (named(material.rule, reader.audience) &&
    (material.sessions.length === 0 || material.sessions.some((session) => reader.attends.has(session))))

/** One language of a material, as it can be fetched. */
export interface MaterialFileView {
  readonly language: FileLanguage
  readonly mediaType: string
  readonly size: number
}

/** A material as one reader may see it. */
export interface MaterialView {
  readonly id: MaterialId
  readonly key: string
  readonly symbol?: string
  readonly kind: MaterialKind
  readonly title: Localized
  /** In the order of `FILE_LANGUAGES`; empty while the text is still to come. */
  readonly files: readonly MaterialFileView[]
  /** The sessions it belongs to; a page shows it there only if it shows that session in full. */
  readonly sessions: readonly SessionId[]
  /** The key of a newer one that this reader may read too. */
  readonly supersededBy?: string
}

/** A material as an organiser or a file defines it. */
export interface MaterialDefinition {
  key: string
  symbol?: string | null
  kind: MaterialKind
  title: LocalizedText
  access: ReadingRule
  public: boolean
  /** Key of the one it replaces. */
  supersedes?: string
  sessions: readonly SessionId[]
}

/** The bytes of one language of a material. */
export interface MaterialFile {
  /** Key of its material. */
  key: string
  language: FileLanguage
  mediaType: string
  /** As the reader's computer will call it. */
  name: string
  bytes: Uint8Array
}

/** Address of a material in one language, as readers see it. */
export const materialPath = (locale: Locale, meeting: string, key: string, language: FileLanguage): string =>
  `/${locale}/${meeting}/materials/${encodeURIComponent(key)}/${language}`
