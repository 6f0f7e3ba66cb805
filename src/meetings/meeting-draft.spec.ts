import { expect, test } from 'vitest'
import { BLANK_MEETING, daysBetween, draftOf, meetingErrors, wordsFrom, type MeetingDraft } from './meeting-draft.ts'

const draft: MeetingDraft = {
  slug: 'forum-2027',
  title: { en: 'Forum', fr: 'Forum (fr)' },
  shortTitle: { en: 'Forum' },
  summary: { en: 'States meet.' },
  organizer: { en: 'The Network' },
  city: { en: 'Nairobi' },
  country: 'KEN',
  timeZone: 'Africa/Nairobi',
  format: 'hybrid',
  venue: { name: { en: 'UNON' }, address: { en: 'Gigiri' }, access: { en: ' ', fr: ' Porte A ' } },
  mainLanguage: 'en',
  workingLanguages: ['es', 'en'],
  interpretation: ['en', 'fr', 'en'],
  contact: { name: { en: 'Secretariat' }, email: 'desk@example.org' },
}

const said = (changes: Partial<MeetingDraft>): string[] =>
  meetingErrors({ ...draft, ...changes }).map(({ pointer, message }) => `${pointer} ${message}`)

test('a whole draft has no errors, and says after it is kept what it said before', () => {
  expect(said({})).toEqual([])
  const kept = wordsFrom(draft, { venue: { name: {}, address: {}, latitude: -1.2, longitude: 36.8 } })
  expect(kept).toMatchObject({ workingLanguages: ['en', 'es'], interpretation: ['en', 'fr'] })
  expect(kept.venue).toEqual({
    name: { en: 'UNON' },
    address: { en: 'Gigiri' },
    access: { fr: 'Porte A' },
    latitude: -1.2,
    longitude: 36.8,
  })
  expect(wordsFrom(draftOf(kept), kept)).toEqual(kept)
})

test.each<[string, Partial<MeetingDraft>, string[]]>([
  ['an address that is ours', { slug: 'desk' }, ['/slug meeting.slug-reserved']],
  ['an address of several words', { slug: 'Forum 2027' }, ['/slug meeting.slug-not-words']],
  ['a zone that nobody knows', { timeZone: 'Nairobi' }, ['/timeZone meeting.no-such-zone']],
  ['a title in another language only', { title: { fr: 'Forum' } }, ['/title/en meeting.words-missing']],
  [
    'another main language',
    { mainLanguage: 'es' },
    [
      ...['title', 'shortTitle', 'summary', 'organizer', 'city'].map((at) => `/${at}/es meeting.words-missing`),
      ...['venue/name', 'venue/address', 'contact/name'].map((at) => `/${at}/es meeting.words-missing`),
    ],
  ],
  ['a main language nobody works in', { workingLanguages: ['fr'] }, ['/workingLanguages meeting.main-not-among']],
  ['interpretation into nothing', { interpretation: ['english'] }, ['/interpretation meeting.not-a-language']],
  ['nobody to write to', { contact: { name: { en: 'x' }, email: '' } }, ['/contact/email meeting.contact-missing']],
])('%s is refused', (_, changes, errors) => {
  expect(said(changes)).toEqual(errors)
})

test('a blank form says all that is missing at once', () => {
  expect(meetingErrors(BLANK_MEETING).length).toBeGreaterThan(10)
})

test.each([
  ['2027-02-27', '2027-03-01', ['2027-02-27', '2027-02-28', '2027-03-01']],
  ['2027-02-27', '', ['2027-02-27']],
])('from %s to %s are all days between', (first, last, days) => {
  expect(daysBetween(first, last).days?.map(String)).toEqual(days)
})

test.each([
  ['', '', 'day-missing'],
  ['2027-02-30', '', 'not-a-day'],
  ['2027-03-01', '2027-02-27', 'ends-before'],
  ['2027-03-01', '2028-02-27', 'too-long'],
])('from %s to %s is refused: %s', (first, last, message) => {
  expect(daysBetween(first, last).errors?.[0]?.message).toBe(`meeting.${message}`)
})
