import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Officer } from '../../src/agenda/release.ts'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import type { FileMaterial, FileSession, MeetingFile } from '../../src/desk/meeting-file/meeting-file.ts'
import type { LocalizedText } from '../../src/kernel/localized-text.ts'
import { Aviary, type Canary, type Field, type Standing } from './aviary.ts'

const UNLISTED = 'QZUN-1'
const CLOSED = 'QZCL-1'
const END = '2022-10-19T18:00'
/** A session in each state. */
export const CODES = {
  unlisted: UNLISTED,
  closed: CLOSED,
  listed: 'MS-1',
  programme: 'PL-4',
  limited: 'SE-1',
  /** Cancelled since Rev.1; closed and unlisted before and after. */
  closedCancelled: 'QZCC-1',
  unlistedCancelled: 'QZUC-1',
  /** For everybody in every release; since the last one by invitation, and unlisted. */
  restricted: 'QZRE-1',
  /** By invitation in every release; since the last one for everybody, which is not published. */
  loosened: 'QZLO-1',
} as const

/** Whether a rule, as the file states it, lets a reader take part; written apart from `access/`, which is tested here. */
const attends =
  ({ day, access }: FileSession, invitedAs: string) =>
  (reader: Standing): boolean =>
    reader.organises === true ||
    reader.readsAgenda === true ||
    (reader.days.includes(day) &&
      (access.attend === 'everyone' ||
        (access.attend === 'constituencies' && access.constituencies!.includes(reader.constituency ?? '')) ||
        (access.attend === 'invited' && reader.invitedTo?.includes(invitedAs) === true)))

const organiserOnly = ({ organises, readsAgenda }: Standing): boolean => organises === true || readsAgenda === true

const marked = (text: LocalizedText, word: string): LocalizedText =>
  Object.fromEntries(Object.entries(text).map(([locale, words]) => [locale, `${words} ${word}`]))

const speakers = (people: readonly Officer[], word: string): Officer[] =>
  people.map((person) => ({ ...person, name: marked(person.name, word) }))

/** A session with a canary in each field that its level keeps from those who may not attend. */
const planted = (aviary: Aviary, session: FileSession, invitedAs: string = session.code): FileSession => {
  const { code, access } = session
  const { show } = access
  const mayAttend = attends(session, invitedAs)
  const reads = (reader: Standing): boolean => reader.translates === true || mayAttend(reader)
  const word = (field: Field): string => aviary.word(`${code} ${field} (${show})`, reads, { of: { code, field } })
  const hidden = { unlisted: 2, closed: 2, listed: 1, programme: 0 }[show]
  return {
    ...session,
    // How to join stands on no page at all: the way in is opened by a form, for one person.
    ...(session.joinLink && {
      joinLink: `${session.joinLink}?${aviary.word(`${code} join link`, mayAttend, { byDoorOnly: true })}`,
    }),
    ...(session.capacity && {
      capacity: aviary.number(`${code} capacity (${show})`, mayAttend, { of: { code, field: 'capacity' } }),
    }),
    ...(access.attend === 'invited' &&
      code === invitedAs && {
        invited: session.invited!.map((group) => aviary.word(`${code} invitees ${group}`, organiserOnly)),
      }),
    ...(hidden > 0 && {
      abstract: marked(session.abstract ?? { en: 'In short.' }, word('abstract')),
      people: speakers(session.people ?? [], word('officers')),
      items: [{ number: '1', title: { en: `Item ${word('item')}` } }],
    }),
    ...(hidden > 1 && { title: marked(session.title, word('title')) }),
  }
}

/** Sessions in states that the sample has none in, after its last one; `group` may attend, as who is invited to the closed one. */
const inOtherStates = (aviary: Aviary, group: string): FileSession[] => {
  const about = (code: string, start: string, end: string, show: 'closed' | 'unlisted'): FileSession => {
    const session: FileSession = {
      code,
      kind: 'coordination',
      day: 2,
      ...{ start, end, room: 'xxvi', format: 'in-person', interpretation: [] },
      access: { attend: 'invited', show },
      invited: [group],
      title: { en: 'Coordination', fr: 'Coordination', es: 'Coordinación' },
      people: [{ role: 'chair', name: { en: 'Chair' } }],
    }
    const mayKnow = (reader: Standing): boolean => reader.translates === true || attends(session, CLOSED)(reader)
    aviary.pattern(`the code of ${code}`, new RegExp(code, 'i'), mayKnow)
    return planted(aviary, session, CLOSED)
  }
  const cancelled = { status: 'cancelled' } as const
  return [
    { ...about(CODES.closedCancelled, '18:10', '18:20', 'closed'), ...cancelled },
    { ...about(CODES.unlistedCancelled, '18:21', '18:29', 'unlisted'), ...cancelled },
    // For everybody as the file has it: the house restricts it after the last release.
    { ...about(CODES.restricted, '18:31', '18:39', 'unlisted'), access: { attend: 'everyone', show: 'programme' } },
    about(CODES.loosened, '18:41', '18:49', 'closed'),
  ]
}

/** The meeting with canaries, what they are, and the groups that its rules invite. */
export interface PlantedMeeting {
  file: MeetingFile
  aviary: Aviary
  /** The folder with the bytes of its materials. */
  documents: string
  /** Changes nothing but the title of the closed session: a release that only those invited to it know of. */
  revision: { title: LocalizedText; note: LocalizedText }
  /** What a session for everybody said in a release that was taken back. */
  takenBack: { title: LocalizedText; note: LocalizedText }
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
  const asIs = (code: string): FileSession => renamed.find((session) => session.code === code)!
  const [unlisted, closed, listed] = [asIs(UNLISTED), asIs(CLOSED), asIs(CODES.listed)]
  const [mayUnlisted, mayClosed, mayListed] = [unlisted, closed, listed].map((one) => attends(one, one.code)) as [
    Canary['mayRead'],
    Canary['mayRead'],
    Canary['mayRead'],
  ]
  const orTranslates =
    (may: Canary['mayRead']): Canary['mayRead'] =>
    (reader) =>
      reader.translates === true || may(reader)

  const before = renamed.map((session) => {
    const made = planted(aviary, session)
    return session.code === CLOSED ? { ...made, materials: ['qz-closed-paper'] } : made
  })
  const group = (code: string): string => before.find((session) => session.code === code)!.invited![0]!
  const sessions = [...before, ...inOtherStates(aviary, group(CLOSED))]
  aviary.pattern('the code of the unlisted session', new RegExp(UNLISTED, 'i'), orTranslates(mayUnlisted))
  aviary.pattern('the code of the closed session', new RegExp(CLOSED, 'i'), orTranslates(mayClosed))
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

  /** What an old release says of what is shut, and that nothing was cancelled then. */
  const asTheyWere = (label: string): Record<string, Partial<FileSession>> => {
    const was = (code: string, { title }: FileSession, may: Canary['mayRead']) => ({
      [code]: { title: marked(title, aviary.word(`${code} title in ${label}`, may)) },
    })
    const confirmed = { status: 'confirmed' } as const
    return {
      ...was(CLOSED, closed, mayClosed),
      ...was(UNLISTED, unlisted, mayUnlisted),
      [CODES.closedCancelled]: confirmed,
      [CODES.unlistedCancelled]: confirmed,
    }
  }

  const daysOpenTo = { ...file.meeting.registration.daysOpenTo, 1: 'all' as const }
  return {
    aviary,
    documents,
    revision: {
      title: {
        ...closed.title,
        en: `${closed.title.en} ${aviary.word('closed session, title since', orTranslates(mayClosed), { of: { code: CLOSED, field: 'title' } })}`,
      },
      note: { en: aviary.word('note on the closed session', mayClosed) },
    },
    takenBack: {
      title: { en: `Coffee ${aviary.word('a title that was taken back', orTranslates(organiserOnly))}` },
      note: { en: aviary.word('the note of a release that was taken back', organiserOnly) },
    },
    groups: { unlisted: group(UNLISTED), closed: group(CLOSED) },
    materials: { ofClosed: paper.id, ofListed: 'reviews-note', public: 'agenda-provisional' },
    file: {
      ...file,
      meeting: {
        ...file.meeting,
        // Still open when doors open, so that the pages of both are seen.
        registration: {
          ...file.meeting.registration,
          ...{ closes: END, closesInPerson: END, daysOpenTo },
          questions: [
            ...file.meeting.registration.questions!,
            { id: 'passport', type: 'file', required: false, label: { en: 'Copy of a passport' } },
          ],
        },
      },
      rooms: [
        ...file.rooms,
        {
          id: 'hidden',
          name: { en: `Room ${aviary.word('room of the unlisted session', orTranslates(mayUnlisted))}` },
        },
      ],
      sessions,
      releases: file.releases!.map((release) =>
        release.label === 'final'
          ? release
          : { ...release, differs: { ...release.differs, ...asTheyWere(release.symbolSuffix ?? release.label) } },
      ),
      materials: [...materials, paper],
    },
  }
}
