import { oneLine } from './icalendar.ts'

/** Half of what file systems take, even if every letter takes four octets. */
const LONGEST = 60

/** A file's name from words in the reader's language, without what some file system cannot hold. */
export const fileName = (words: string): string => {
  const safe = oneLine(words)
    .replace(/[\\/:*?"<>|\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
  return `${[...safe].slice(0, LONGEST).join('').trim() || 'calendar'}.ics`
}
