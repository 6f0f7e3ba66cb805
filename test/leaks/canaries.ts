import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Officer } from '../../src/agenda/release.ts'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import type { FileMaterial, FileSession, MeetingFile } from '../../src/desk/meeting-file/meeting-file.ts'
import type { LocalizedText } from '../../src/kernel/localized-text.ts'

/** What is true of a reader, as far as the rules of a meeting ask. */
export interface Standing {
  name: string
  /** Numbers of the days on which they have a confirmed place. */
  days: readonly number[]
  constituency?: string
  /** Codes of sessions to which they are invited by name. */
  invitedTo?: readonly string[]
  /** The State for whose delegation they speak. */
  leads?: string
  /** Works at this meeting's desk, with every right. */
  organises?: boolean
  /** Reads the agenda as who prepares it does, and nothing of people. */
  readsAgenda?: boolean
}

/** Something that stands in one field only, which not everybody may read. */
export interface Canary {
  where: string
  isIn: (text: string) => boolean
  mayRead: (reader: Standing) => boolean
  /** Leaves by the answer to a form only, when a door is open; no page shows it to anybody. */
  byDoorOnly?: boolean
}

const UNLISTED = 'QZUN-1'
const CLOSED = 'QZCL-1'
const END = '2022-10-19T18:00'
export const CODES = { unlisted: UNLISTED, closed: CLOSED, listed: 'MS-1', programme: 'PL-4', limited: 'SE-1' } as const

/** Whether a rule, as the file states it, lets a reader take part; written apart from `access/`, which is tested here. */
const attends =
  ({ code, day, access }: FileSession) =>
  (reader: Standing): boolean =>
    reader.organises === true ||
    reader.readsAgenda === true ||
    (reader.days.includes(day) &&
      (access.attend === 'everyone' ||
        (access.attend === 'constituencies' && access.constituencies!.includes(reader.constituency ?? '')) ||
        (access.attend === 'invited' && reader.invitedTo?.includes(code) === true)))

const organiserOnly = ({ organises, readsAgenda }: Standing): boolean => organises === true || readsAgenda === true

/** Collects canaries, and makes the words for them. */
export class Aviary {
  readonly all: Canary[] = []

  /** A word that nothing else contains. */
  word(where: string, mayRead: Canary['mayRead'], more: Pick<Canary, 'byDoorOnly'> = {}): string {
    const word = `qz${this.all.length}z${where.replace(/[^a-z0-9]/gi, '').toLowerCase()}`
    this.all.push({ where, isIn: (text) => text.includes(word), mayRead, ...more })
    return word
  }

  pattern(where: string, pattern: RegExp, mayRead: Canary['mayRead']): void {
    this.all.push({ where, isIn: (text) => pattern.test(text), mayRead })
  }

  /** A number that no page comes upon by chance, written with or without a separator. */
  number(where: string, mayRead: Canary['mayRead']): number {
    const thousands = 700 + this.all.length
    this.pattern(where, new RegExp(`${thousands}[\\s.,\u00a0\u202f]?417(?!\\d)`), mayRead)
    return thousands * 1000 + 417
  }
}

const marked = (text: LocalizedText, word: string): LocalizedText =>
  Object.fromEntries(Object.entries(text).map(([locale, words]) => [locale, `${words} ${word}`]))

const speakers = (people: readonly Officer[], word: string): Officer[] =>
  people.map((person) => ({ ...person, name: marked(person.name, word) }))

/** A session with a canary in each field that its level keeps from those who may not attend. */
const planted = (aviary: Aviary, session: FileSession): FileSession => {
  const { show } = session.access
  const mayAttend = attends(session)
  const word = (field: string): string => aviary.word(`${session.code} ${field} (${show})`, mayAttend)
  const hidden = { unlisted: 2, closed: 2, listed: 1, programme: 0 }[show]
  return {
    ...session,
    // How to join stands on no page at all: the way in is opened by a form, for one person.
    ...(session.joinLink && {
      joinLink: `${session.joinLink}?${aviary.word(`${session.code} join link`, mayAttend, { byDoorOnly: true })}`,
    }),
    ...(session.capacity && {
      capacity: aviary.number(`${session.code} capacity (${show})`, mayAttend),
    }),
    ...(session.access.attend === 'invited' && {
      invited: session.invited!.map((group) => aviary.word(`${session.code} invitees ${group}`, organiserOnly)),
    }),
    ...(hidden > 0 && {
      abstract: marked(session.abstract ?? { en: 'In short.' }, word('abstract')),
      people: speakers(session.people ?? [], word('officers')),
    }),
    ...(hidden > 1 && { title: marked(session.title, word('title')) }),
  }
}

/** The meeting with canaries, what they are, and the groups that its rules invite. */
export interface PlantedMeeting {
  file: MeetingFile
  aviary: Aviary
  /** The folder with the bytes of its materials. */
  documents: string
  /** Changes nothing but the title of the closed session: a release that only those invited to it know of. */
  revision: { title: LocalizedText; note: LocalizedText }
  groups: { unlisted: string; closed: string }
  /** Keys of materials, by who reads them. */
  materials: { ofClosed: string; ofListed: string; public: string }
}

/** The Fourth Annual Meeting at all its releases, with a canary in every field that is shut to somebody. */
export const plantedMeeting = async (): Promise<PlantedMeeting> => {
  const raw = await readFile(new URL('../../samples/meeting.json', import.meta.url), 'utf8')
  const file = checkMeetingFile(JSON.parse(raw))
  const aviary = new Aviary()
  const renamed = file.sessions.map((session): FileSession => {
    if (session.code === 'CO-1') return { ...session, code: UNLISTED, start: '07:37', end: '08:21', room: 'hidden' }
    return session.code === 'CL-1' ? { ...session, code: CLOSED } : session
  })
  const before = (code: string): FileSession => renamed.find((session) => session.code === code)!
  const [unlisted, closed, listed] = [before(UNLISTED), before(CLOSED), before(CODES.listed)]
  const [mayUnlisted, mayClosed, mayListed] = [attends(unlisted), attends(closed), attends(listed)]

  const sessions = renamed.map((session) => {
    const made = planted(aviary, session)
    return session.code === CLOSED ? { ...made, materials: ['qz-closed-paper'] } : made
  })
  aviary.pattern('the code of the unlisted session', new RegExp(UNLISTED, 'i'), mayUnlisted)
  aviary.pattern('the code of the closed session', new RegExp(CLOSED, 'i'), mayClosed)
  aviary.pattern('the time of the unlisted session', /07:37|T0?5:?37|T07:?37|\b7 h 37|7\.37/, mayUnlisted)
  aviary.pattern('the key of the closed paper', /qz-closed-paper/, mayClosed)

  const paper: FileMaterial = {
    id: 'qz-closed-paper',
    symbol: aviary.word('closed paper, symbol', mayClosed),
    kind: 'document',
    languages: ['en'],
    access: { attend: 'everyone', show: 'programme' },
    title: { en: `Paper ${aviary.word('closed paper, title', mayClosed)}` },
  }
  const materials = (file.materials ?? []).map((material) =>
    material.id === 'reviews-note'
      ? { ...material, title: marked(material.title, aviary.word('listed paper, title', mayListed)) }
      : material,
  )
  const bytes = {
    'qz-closed-paper.en.txt': aviary.word('closed paper, bytes', mayClosed),
    'reviews-note.en.txt': aviary.word('listed paper, bytes', mayListed),
    'reviews-note.fr.txt': aviary.word('listed paper, bytes in French', mayListed),
    'agenda-provisional.en.txt': 'For everybody.',
  }
  const documents = await mkdtemp(join(tmpdir(), 'plenary-leaks-'))
  for (const [name, text] of Object.entries(bytes)) await writeFile(join(documents, name), text)

  const daysOpenTo = { ...file.meeting.registration.daysOpenTo, 1: 'all' as const }
  return {
    aviary,
    documents,
    revision: {
      title: { ...closed.title, en: `${closed.title.en} ${aviary.word('closed session, title since', mayClosed)}` },
      note: { en: aviary.word('note on the closed session', mayClosed) },
    },
    groups: {
      unlisted: sessions.find(({ code }) => code === UNLISTED)!.invited![0]!,
      closed: sessions.find(({ code }) => code === CLOSED)!.invited![0]!,
    },
    materials: { ofClosed: paper.id, ofListed: 'reviews-note', public: 'agenda-provisional' },
    file: {
      ...file,
      meeting: {
        ...file.meeting,
        // Still open when doors open, so that the pages of both are seen.
        registration: { ...file.meeting.registration, closes: END, closesInPerson: END, daysOpenTo },
      },
      rooms: [
        ...file.rooms,
        { id: 'hidden', name: { en: `Room ${aviary.word('room of the unlisted session', mayUnlisted)}` } },
      ],
      sessions,
      materials: [...materials, paper],
    },
  }
}
