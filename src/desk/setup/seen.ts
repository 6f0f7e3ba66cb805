import { createHash } from 'node:crypto'

/** What a form showed of each of its fields, as short texts that change with it: tells who saves on top of whom. */
export type Seen = Readonly<Record<string, string>>

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url')
    .slice(0, 8)

/** Names what a thing says now, field by field. */
export const seenOf = (thing: object): Seen =>
  Object.fromEntries(Object.entries(thing).map(([field, value]) => [field, digest(value)]))

/** As one hidden field of a form: `title:Zm9v.city:YmFy`. */
export const seenText = (seen: Seen): string =>
  Object.entries(seen)
    .map(([field, value]) => `${field}:${value}`)
    .join('.')

/** The fields that say something else than when the form was drawn; none for a form that does not tell. */
export const changedSince = (sent: string | undefined, thing: object): string[] => {
  if (!sent) return []
  const before = new Map(sent.split('.').map((part) => part.split(':') as [string, string]))
  return Object.entries(seenOf(thing)).flatMap(([field, now]) => (before.get(field) === now ? [] : [field]))
}
