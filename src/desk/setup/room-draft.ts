import type { FieldError } from '../../kernel/domain-error.ts'
import type { Locale } from '../../kernel/locale.ts'
import { cleanLocalizedText, localize, type LocalizedText } from '../../kernel/localized-text.ts'
import type { Room } from '../../meetings/room.entity.ts'

/** What an organiser writes of a room; numbers as they were typed. */
export interface RoomDraft {
  name: LocalizedText
  place: LocalizedText
  capacity: string
  booths: string
  hybrid: boolean
  onlineOnly: boolean
}

export const BLANK_ROOM: RoomDraft = { name: {}, place: {}, capacity: '', booths: '', hybrid: false, onlineOnly: false }

/** What is kept of a room, besides who it belongs to and where it stands in the list. */
export type RoomWords = Pick<Room, 'name' | 'place' | 'capacity' | 'booths' | 'hybrid' | 'onlineOnly'>

const NUMBER = /^\d{0,6}$/

/** All that is wrong with a room. */
export const roomErrors = (draft: RoomDraft, main: Locale): FieldError[] => [
  ...(draft.name[main]?.trim() ? [] : [{ pointer: `/name/${main}`, message: 'meeting.words-missing' }]),
  ...(NUMBER.test(draft.capacity) ? [] : [{ pointer: '/capacity', message: 'field.not-a-whole-number' }]),
  ...(NUMBER.test(draft.booths) ? [] : [{ pointer: '/booths', message: 'field.not-a-whole-number' }]),
]

/** A draft without errors as it is kept. An online room has no place in a building, and nobody sits in it. */
export const roomFrom = (draft: RoomDraft): RoomWords => {
  const place = cleanLocalizedText(draft.place)
  const { onlineOnly } = draft
  return {
    name: cleanLocalizedText(draft.name),
    place: Object.keys(place).length && !onlineOnly ? place : null,
    capacity: draft.capacity && !onlineOnly ? Number(draft.capacity) : null,
    booths: draft.booths ? Number(draft.booths) : 0,
    hybrid: draft.hybrid || onlineOnly,
    onlineOnly,
  }
}

/** A room as its form shows it. */
export const roomDraftOf = (room: RoomWords): RoomDraft => ({
  name: room.name,
  place: room.place ?? {},
  capacity: room.capacity?.toString() ?? '',
  booths: room.booths ? String(room.booths) : '',
  hybrid: room.hybrid,
  onlineOnly: room.onlineOnly,
})

/** A short name for files and addresses that no other room of the meeting has: `xvii` for Room XVII. */
export const roomKey = (name: LocalizedText, main: Locale, taken: ReadonlySet<string>): string => {
  const words = (localize(name, main, main)?.text ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word && !['room', 'salle', 'sala', 'the', 'la', 'de'].includes(word))
  const base = words.join('-').slice(0, 30).replace(/-+$/, '') || 'room'
  for (let nth = 1; ; nth++) {
    const key = nth === 1 && base !== 'new' ? base : `${base}-${nth}`
    if (!taken.has(key)) return key
  }
}
