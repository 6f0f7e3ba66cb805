import { isPause } from '../../../src/agenda/release.ts'
import { constituency } from '../../../src/delegations/constituency.ts'
import type { FileRoom, FileSession } from '../../../src/desk/meeting-file/meeting-file.ts'
import { LOCALE_NAMES, LOCALES } from '../../../src/kernel/locale.ts'
import type { LocalizedText } from '../../../src/kernel/localized-text.ts'
import { formatDay } from '../../../src/platform/i18n/formats.ts'
import { translator } from '../../../src/platform/i18n/i18n.ts'
import type { Hands } from '../hands.ts'
import { PAPER, roomOnPaper } from './sample-agenda.ts'

// What an organiser does, page by page, in the words of the pages (English), whatever hands they have.

const t = translator('en')

/** Writes a text in the languages that there are. */
const writesIn = async (hands: Hands, label: string, text: LocalizedText, within?: string): Promise<void> => {
  for (const locale of LOCALES)
    if (text[locale]) await hands.writes(`${LOCALE_NAMES[locale]}: ${label}`, text[locale], within)
}

const who = (id: string): string => constituency(id)!.plural.en!

/** "Tuesday 18 October" */
const dayWords = (number: number): string =>
  formatDay(Temporal.PlainDate.from(PAPER.meeting.days[number - 1]!), 'en', { weekday: true, year: false })

/** From the invitation's page to the meeting's own settings, under an address of its own. */
export const laysDownMeeting = async (hands: Hands, slug = PAPER.meeting.slug): Promise<void> => {
  const { meeting } = PAPER
  await hands.follows('New meeting')
  await hands.writes('First day', meeting.days[0]!)
  await hands.writes('Last day', meeting.days.at(-1)!)
  await writesIn(hands, 'Title', meeting.title)
  await writesIn(hands, 'Short title', meeting.shortTitle)
  await hands.writes('Address', slug)
  await writesIn(hands, 'In a sentence or two', meeting.summary)
  await writesIn(hands, 'Organized by', meeting.organizer)
  await writesIn(hands, 'City', meeting.city)
  await hands.chooses('Country', 'Switzerland')
  await hands.chooses('Time zone', 'Zurich')
  await writesIn(hands, 'Venue', meeting.venue.name)
  await writesIn(hands, 'Postal address', meeting.venue.address)
  await writesIn(hands, 'How to get in', meeting.venue.access!)
  for (const language of ['English', 'French', 'Spanish']) await hands.ticks(language, true, 'Interpretation')
  await writesIn(hands, 'Name', meeting.contact.name)
  await hands.writes('E-mail address', meeting.contact.email)
  await hands.presses('Create the meeting')
}

/** What each day is called, and whom it is for. */
export const describesDays = async (hands: Hands): Promise<void> => {
  const { days, dayTitles, registration } = PAPER.meeting
  for (const [index, date] of days.entries()) {
    const day = formatDay(Temporal.PlainDate.from(date), 'en', { weekday: true })
    await hands.follows('Days')
    await hands.follows(`Edit ${day}`)
    await writesIn(hands, 'What the day is called', dayTitles![index]!)
    const openTo = registration.daysOpenTo?.[String(index + 1)] ?? 'all'
    if (openTo !== 'all') {
      await hands.picks('Whom it is for', 'Some constituencies')
      for (const id of openTo) await hands.ticks(who(id))
    }
    await hands.presses('Save')
  }
}

export const addsRoom = async (hands: Hands, room: FileRoom): Promise<void> => {
  await hands.follows('Rooms')
  await hands.follows('Add a room')
  await writesIn(hands, 'Name', room.name)
  if (room.place) await writesIn(hands, 'Where it is', room.place)
  if (room.capacity) await hands.writes(/^Seats/, String(room.capacity))
  if (room.booths) await hands.writes(/^Interpreters’ booths/, String(room.booths))
  if (room.hybrid) await hands.ticks('Can be joined online')
  if (room.onlineOnly) await hands.ticks(/^Online only/)
  await hands.presses('Save')
}

/** When people can register, and that the secretariat confirms whom. */
export const setsRegistration = async (hands: Hands): Promise<void> => {
  const { opens, closes, closesInPerson } = PAPER.meeting.registration
  await hands.follows('Registration')
  await hands.writes('Registration opens', opens)
  await hands.writes('Registration closes', closes)
  await hands.writes(/^Closes for who comes in person/, closesInPerson!)
  await hands.presses('Save the settings')
}

/** What a session that is smaller than its room is asked for. */
export const PLACES = /^Places of its own/

const SPOKEN: Readonly<Record<string, string>> = { en: 'English', fr: 'French', es: 'Spanish' }

/** What somebody who adds a session leaves for the bench: all but the source. */
const source = (text: LocalizedText): LocalizedText => ({ en: text.en! })

/** Adds a session in the main language: what it is, when and where, in which languages, who speaks, who may attend. */
export const addsSession = async (hands: Hands, session: FileSession): Promise<void> => {
  await hands.follows('Add a session')
  await writesIn(hands, 'Title', source(session.title))
  await hands.writes('Code', session.code)
  await hands.chooses('Kind', t(`desk:kind.${session.kind}`))
  await hands.picks('Day', dayWords(session.day))
  if (session.start) await hands.writes('Starts', session.start)
  if (session.end) await hands.writes('Ends', session.end)
  if (session.room) await hands.chooses('Room', roomOnPaper(session.room))
  await hands.picks('Format', t(`desk:format.${session.format}`))
  if (session.capacity) await hands.writes(PLACES, String(session.capacity))
  // The form proposes the languages of the meeting; a pause drops them by itself.
  if (!isPause(session.kind))
    for (const [tag, language] of Object.entries(SPOKEN))
      if (!session.interpretation.includes(tag)) await hands.ticks(language, false)
  if (session.abstract) await writesIn(hands, 'Abstract', source(session.abstract))
  for (const [index, officer] of (session.people ?? []).entries()) {
    const person = `Person ${index + 1}`
    if (index > 0) await hands.unfolds(`Add person ${index + 1}`)
    await hands.chooses('Role', t(`plan:form.${officer.role as 'chair'}`), person)
    if (officer.constituency) await hands.chooses('Speaks for', constituency(officer.constituency)!.name.en!, person)
    await writesIn(hands, 'Name', source(officer.name), person)
  }
  if (isForAll(session)) return hands.presses('Add to the working copy')
  await hands.presses('Add, then say who may attend')
  return saysWhoMayAttend(hands, session)
}

/** Whether everybody who comes on its day may attend: whom the first day is for was said at the day. */
export const isForAll = ({ access, day }: FileSession): boolean =>
  access.attend === 'everyone' || (access.attend === 'constituencies' && day === 1)

/** On the page of a session: who may attend it, and what the others see. */
export const saysWhoMayAttend = async (
  hands: Hands,
  { access, invited = [] }: Pick<FileSession, 'access' | 'invited'>,
): Promise<void> => {
  if (access.attend === 'constituencies') {
    await hands.picks('Who may attend', 'Some constituencies')
    for (const id of PAPER.meeting.registration.constituencies)
      await hands.ticks(who(id), access.constituencies?.includes(id) ?? false)
  } else {
    await hands.picks('Who may attend', 'By invitation')
    await hands.writes(/^Groups of invited people/, invited.join(', '))
  }
  await hands.picks('What the others see', t(`desk:level.${access.show}`))
  await hands.presses('Save the rule')
}

/** What the paper says, by what the bench calls it. */
const onTheBench = ({ code, title, abstract, people = [] }: FileSession): [string, LocalizedText | undefined][] => [
  [`Title · ${code}`, title],
  [`Abstract · ${code}`, abstract],
  ...people.map(({ name }, index): [string, LocalizedText] => [
    `Chair or speaker ${people.length > 1 ? `${index + 1} ` : ''}· ${code}`,
    name,
  ]),
]

/** Translates all that is missing or outdated into a language, page after page. */
export const translates = async (
  hands: Hands,
  into: 'French' | 'Spanish',
  agenda: readonly FileSession[],
): Promise<void> => {
  const paper = new Map(agenda.flatMap(onTheBench))
  const locale = into === 'French' ? 'fr' : 'es'
  await hands.follows('Translations')
  await hands.chooses('Into', into)
  await hands.presses('Show')
  for (;;) {
    // What folds is a group too, and has no name.
    const groups = await hands.page.getByRole('group').evaluateAll((all) => all.map((one) => one.ariaLabel))
    const names = groups.filter((name) => name !== null)
    if (names.length === 0) return
    for (const name of names) {
      const target = paper.get(name)?.[locale]
      if (!target) throw new Error(`The bench asks for ${name} in ${into}; the paper has nothing`)
      await hands.writes(`${name} in ${into}`, target, name)
    }
    await hands.presses('Save')
  }
}

/** Publishes under the label that is proposed or another, says why if there is a reason, and tells people or not. */
export const publishes = async (
  hands: Hands,
  { label, note = {}, tell = false }: { label: string; note?: LocalizedText; tell?: boolean },
): Promise<void> => {
  await hands.follows('Publish')
  await hands.picks('Label', label)
  await writesIn(hands, 'Note to readers', note)
  await hands.picks('Tell them?', tell ? /^Tell \d/ : 'Tell nobody')
  await hands.presses('Publish')
}

/** Moves a session to other times of its day by the form of "Move…". */
export const moves = async (hands: Hands, code: string, start: string, end: string): Promise<void> => {
  await hands.follows(`Move… ${code}`)
  await hands.writes('Starts', start)
  await hands.writes('Ends', end)
  await hands.presses('Move')
}

/** Opens a session from its day, where its link says its times and its title. */
export const opensSession = (hands: Hands, title: string): Promise<void> =>
  hands.follows(new RegExp(`^\\d\\d:\\d\\d to \\d\\d:\\d\\d, ${RegExp.escape(title)}$`))

/** Opens a session's form, changes something in it and saves it. */
export const edits = async (hands: Hands, title: string, change: () => Promise<void>): Promise<void> => {
  await opensSession(hands, title)
  await change()
  await hands.presses('Save in the working copy')
}

/** Takes a session into another room at once, and tells those affected. */
export const changesRoomNow = async (hands: Hands, code: string, room: string): Promise<void> => {
  await hands.follows('Change now')
  await hands.chooses('Session', code)
  await hands.picks('What changes', 'Room')
  // Asked is only what this change needs.
  await hands.page.getByLabel('New day').waitFor({ state: 'hidden' })
  await hands.chooses('New room', room)
  await hands.presses('See who is affected')
}
