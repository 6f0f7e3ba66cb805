import { changesByEntry, type AgendaChanges, type ChangedEntry } from '../access/changes.ts'
import { isNamed } from '../access/view.ts'
import { stageOf, type ReleaseLabel } from '../agenda/release.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { localize, type LocalizedText } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { affectedOf, isHow, mustKnow, type Attends } from './affected.ts'
import { changeMail } from './change-mail.ts'
import { headlineOf } from './sentences.ts'

/** A mail that nobody gets: what somebody made up would be written. */
export interface ExampleMail {
  readonly locale: Locale
  readonly headline: string
  readonly subject: string
  readonly text: string
}

/** What a release is called and says, as far as its organiser has chosen it. */
export interface PublishedAs {
  readonly label: ReleaseLabel
  readonly note: LocalizedText
}

const following = (sessions: Iterable<SessionId>): Attends => ({ follows: new Set(sessions), places: new Set() })

/** What a change is about, as far as another one would be told in other words. */
const kindOf = ({ changes }: ChangedEntry): string =>
  changes
    .filter(mustKnow)
    .map((change) => {
      if (change.kind === 'moved') return `moved ${change.time} ${change.room}`
      return change.kind === 'changed' ? change.details.filter(isHow).join() : change.kind
    })
    .join()

/** The session that is an example of each kind of change that people are told of: the first of the agenda. */
export const examplesIn = (changes: AgendaChanges): { readonly kind: string; readonly session: SessionId }[] => {
  const sessions = changesByEntry(changes.changes).flatMap(({ entry }) => (isNamed(entry) ? [entry.id] : []))
  const told = affectedOf(changes, following(sessions))
  return [...Map.groupBy(told, kindOf)].flatMap(([kind, [first]]) =>
    first && isNamed(first.entry) ? [{ kind, session: first.entry.id }] : [],
  )
}

/** What who follows one session alone would be written, were `changes` published so; undefined when that is nothing. */
export const exampleMail = (
  meeting: Meeting,
  changes: AgendaChanges,
  session: SessionId,
  as: PublishedAs,
  base: URL,
): ExampleMail | undefined => {
  const affected = affectedOf(changes, following([session]))
  const { locale } = changes
  if (!affected.length) return undefined
  // The address that stops such mail is signed for one person, and here there is none.
  const stop = `${new URL(`/${locale}/${meeting.slug}/me/mail/`, base).href}…`
  const note = localize(as.note, locale, meeting.mainLanguage)
  const to = { ...changes.to, label: as.label, stage: stageOf(as.label), ...(note && { note }) }
  const { subject, text } = changeMail(meeting, { locale, affected, changes: { ...changes, to } }, { base, stop })
  return { locale, headline: headlineOf(affected[0]!, locale), subject, text }
}
