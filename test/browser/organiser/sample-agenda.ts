import { readFileSync } from 'node:fs'
import { checkMeetingFile } from '../../../src/desk/meeting-file/check-meeting-file.ts'
import { sessionsOf, type FileSession } from '../../../src/desk/meeting-file/meeting-file.ts'

/** The sample meeting as it lies on the organiser's desk, on paper: two days, three languages, three releases. */
export const PAPER = checkMeetingFile(
  JSON.parse(readFileSync(new URL('../../../samples/meeting.json', import.meta.url), 'utf8')),
)

/** The agenda as one of its releases was to be: 1 the Draft, 2 Rev.1, 3 the Final. */
export const agendaOf = (number: 1 | 2 | 3): readonly FileSession[] =>
  sessionsOf(
    PAPER,
    PAPER.releases!.find((release) => release.number === number)!,
  )

/** A session of the agenda as it was to be in the end. */
export const onPaper = (code: string): FileSession => PAPER.sessions.find((session) => session.code === code)!

/** The name of a room, as the organiser's pages show it. */
export const roomOnPaper = (id: string): string => PAPER.rooms.find((room) => room.id === id)!.name.en!
