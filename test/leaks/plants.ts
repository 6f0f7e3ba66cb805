import { readFileSync } from 'node:fs'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import type { MeetingFile } from '../../src/desk/meeting-file/meeting-file.ts'

/** What is true of a reader, as far as the sample meeting's rules ask. */
export interface Standing {
  constituency?: string
  groups?: readonly string[]
}

/** A word that stands nowhere but in one field that not everybody may read. */
export interface Plant {
  word: string
  where: string
  mayRead: (standing: Standing) => boolean
}

const isState = ({ constituency }: Standing): boolean =>
  constituency === 'member-state' || constituency === 'observer-state'

const isIn =
  (...groups: string[]) =>
  (standing: Standing): boolean =>
    groups.some((group) => standing.groups?.includes(group))

const noPage = (): boolean => false

/** Sessions of the Fourth Annual Meeting that not everybody may see whole: which fields are shut, and to whom they open. */
const SHUT = {
  'CO-1': { fields: ['title', 'abstract', 'people'], opens: isIn('secretariat-staff', 'workstream-co-leads') },
  'CL-1': { fields: ['title', 'abstract', 'people'], opens: isIn('executive-committee') },
  'MS-1': { fields: ['abstract', 'people'], opens: isState },
} as const

type Words = Record<string, string>

const withWord = (words: Words, word: string): Words =>
  Object.fromEntries(Object.entries(words).map(([locale, text]) => [locale, `${text} ${word}`]))

/** The sample meeting with a word of its own in each field that is shut to some. */
export const plantedMeeting = (): { file: MeetingFile; plants: Plant[] } => {
  const raw = readFileSync(new URL('../../samples/meeting.json', import.meta.url), 'utf8')
  const file = checkMeetingFile(JSON.parse(raw))
  const plants: Plant[] = []
  const plant = (where: string, mayRead: Plant['mayRead']): string => {
    const word = `planted${plants.length}x${where.replace(/\W/g, '').toLowerCase()}`
    plants.push({ word, where, mayRead })
    return word
  }
  const sessions = file.sessions.map((session) => {
    // How to join stands on no page at all: the way in is opened by a form, for one person.
    const joinLink = session.joinLink && `${session.joinLink}?${plant(`${session.code} joinLink`, noPage)}`
    const shut = Object.entries(SHUT).find(([code]) => code === session.code)?.[1]
    const fields: readonly string[] = shut?.fields ?? []
    const opens = shut?.opens ?? noPage
    return {
      ...session,
      ...(joinLink && { joinLink }),
      ...(fields.includes('title') && {
        title: withWord(session.title as Words, plant(`${session.code} title`, opens)),
      }),
      ...(fields.includes('abstract') && {
        abstract: withWord((session.abstract ?? {}) as Words, plant(`${session.code} abstract`, opens)),
      }),
      ...(fields.includes('people') && {
        people: session.people?.map((person) => ({
          ...person,
          name: withWord(person.name as Words, plant(`${session.code} people`, opens)),
        })),
      }),
    }
  })
  const materials = (file.materials ?? []).map((material) =>
    material.id === 'reviews-note'
      ? { ...material, title: withWord(material.title as Words, plant('reviews-note title', isState)) }
      : material,
  )
  return { file: { ...file, sessions, materials } as MeetingFile, plants }
}
