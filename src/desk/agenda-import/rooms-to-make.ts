import { searchForm } from '../../delegations/state.ts'
import { newId } from '../../kernel/id.ts'
import { Meeting } from '../../meetings/meeting.entity.ts'
import { Room } from '../../meetings/room.entity.ts'
import { roomKey } from '../setup/room-draft.ts'
import { isNone } from './cell-words.ts'
import type { GivenRow } from './given-rows.ts'
import { roomsCalled } from './session-cells.ts'

/** A name longer than this is none of a room. */
const LONGEST_NAME = 200

/** The names of rooms that rows speak of and the meeting does not have, each once, in their order. */
export const missingRooms = (rows: readonly GivenRow[], { rooms }: Meeting): string[] => {
  const names = new Map<string, string>()
  for (const { cells, event } of rows) {
    const name = cells.room
    if (name === undefined || isNone(name) || name.length > LONGEST_NAME || event?.flaw) continue
    const known = [name, name.split(/,| [–-] /)[0]!].some((one) => roomsCalled(one, rooms).length > 0)
    const form = searchForm(name)
    if (!known && form && !names.has(form)) names.set(form, name.replace(/\s+/g, ' '))
  }
  return [...names.values()]
}

/** Rooms of these names, at the end of those that there are; what else there is to say of them is for who sets up the meeting. */
export const roomsToMake = (names: readonly string[], meeting: Meeting): Room[] => {
  const keys = new Set(meeting.rooms.map(({ key }) => key))
  const last = Math.max(-1, ...meeting.rooms.map(({ position }) => position))
  return names.map((text, index) => {
    const name = { [meeting.mainLanguage]: text }
    const key = roomKey(name, meeting.mainLanguage, keys)
    keys.add(key)
    return Object.assign(new Room(), {
      id: newId<'Room'>(),
      meetingId: meeting.id,
      key,
      name,
      place: null,
      capacity: null,
      booths: 0,
      hybrid: false,
      onlineOnly: false,
      position: last + 1 + index,
    })
  })
}

/** The meeting as it would be with these rooms. */
export const withRooms = (meeting: Meeting, made: readonly Room[]): Meeting =>
  Object.assign(new Meeting(), meeting, { rooms: [...meeting.rooms, ...made] })
