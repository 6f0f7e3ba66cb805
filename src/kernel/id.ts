import { randomBytes } from 'node:crypto'

declare const kind: unique symbol

/** An identifier (UUID) of one kind of thing; ids of different kinds do not mix. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether a string has the form of an id, in lower case. */
export const isId = (value: string): boolean => UUID.test(value)

/** A string known to be an id (from the database, or checked with `isId`) as an id of its kind. */
export const asId = <Kind extends string>(value: string): Id<Kind> => value as Id<Kind>

/** A new UUID version 7 (RFC 9562, 5.7): 48 bits of time, so that indexes grow at one end, and 74 random bits. */
export const newId = <Kind extends string>(now: number = Date.now()): Id<Kind> => {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return asId(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`)
}

export type PersonId = Id<'Person'>
export type MeetingId = Id<'Meeting'>
export type RoomId = Id<'Room'>
export type SessionId = Id<'Session'>
export type ReleaseId = Id<'Release'>
export type RegistrationId = Id<'Registration'>
export type PoolId = Id<'Pool'>
export type MaterialId = Id<'Material'>
export type FeedId = Id<'Feed'>
export type MailId = Id<'Mail'>
export type DelegationId = Id<'Delegation'>
export type FileId = Id<'File'>
