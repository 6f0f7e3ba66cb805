import { FORMATS } from '../../agenda/release.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { isLanguageTag, isLocale } from '../../kernel/locale.ts'
import { isTimeZone } from '../../kernel/time.ts'
import { isSlug } from '../../meetings/slug.ts'
import {
  checkEach,
  checkOneOf,
  checkString,
  checkText,
  checkWords,
  checkYesNo,
  ifThere,
  isList,
  isText,
  partsOf,
  type Json,
  type Problem,
} from './check-values.ts'
import { daysFrom, WEEKDAYS } from './relative-date.ts'

const AT = '/meeting'

/** What is wrong with what a file says of the meeting itself, its registration aside. */
export const checkFrame = (meeting: Record<string, Json>, problem: Problem): void => {
  if (!isText(meeting.slug) || !isSlug(meeting.slug)) problem(`${AT}/slug`, 'file.slug')
  for (const field of ['title', 'shortTitle', 'summary', 'organizer', 'city'])
    checkText(meeting[field], `${AT}/${field}`, problem)
  if (!isText(meeting.timeZone) || !isTimeZone(meeting.timeZone)) problem(`${AT}/timeZone`, 'file.timeZone')
  checkOneOf(meeting.format, FORMATS, `${AT}/format`, problem)
  if (!isLocale(meeting.mainLanguage)) problem(`${AT}/mainLanguage`, 'file.language')
  if (!isList(meeting.workingLanguages) || !meeting.workingLanguages.every(isLocale))
    problem(`${AT}/workingLanguages`, 'file.language')
  ifThere(meeting.interpretation, checkInterpretation, `${AT}/interpretation`, problem)
  if (!isText(meeting.country) || !/^[A-Z]{3}$/.test(meeting.country)) problem(`${AT}/country`, 'file.country')
  ifThere(meeting.series, checkString, `${AT}/series`, problem)
  ifThere(meeting.demonstration, checkYesNo, `${AT}/demonstration`, problem)
  ifThere(meeting.announced, checkYesNo, `${AT}/announced`, problem)
  checkVenue(meeting.venue, `${AT}/venue`, problem)
  const contact = partsOf(meeting.contact, `${AT}/contact`, problem)
  checkText(contact.name, `${AT}/contact/name`, problem)
  if (!isText(contact.email) || !emailFrom(contact.email)) problem(`${AT}/contact/email`, 'file.email')
  checkDays(meeting, problem)
}

/** Languages of interpretation, which may be others than ours. */
export const checkInterpretation = (value: Json, at: string, problem: Problem): void =>
  checkEach(value, at, problem, (tag, here) => {
    if (!isText(tag) || !isLanguageTag(tag)) problem(here, 'file.languageTag')
  })

const checkVenue = (value: Json, at: string, problem: Problem): void => {
  const venue = partsOf(value, at, problem)
  checkText(venue.name, `${at}/name`, problem)
  checkText(venue.address, `${at}/address`, problem)
  checkWords(venue.access, `${at}/access`, problem)
  ifThere(venue.latitude, degrees(90), `${at}/latitude`, problem)
  ifThere(venue.longitude, degrees(180), `${at}/longitude`, problem)
}

const degrees =
  (most: number) =>
  (value: Json, at: string, problem: Problem): void => {
    if (typeof value !== 'number' || Math.abs(value) > most) problem(at, 'file.degrees', { most })
  }

const checkDays = ({ days, firstDayOn, dayTitles }: Record<string, Json>, problem: Problem): void => {
  ifThere(firstDayOn, (value, at) => checkOneOf(value, WEEKDAYS, at, problem), `${AT}/firstDayOn`, problem)
  ifThere(dayTitles, (value, at) => checkEach(value, at, problem, checkWords), `${AT}/dayTitles`, problem)
  if (!isList(days) || !days.length) return problem(`${AT}/days`, 'file.list')
  try {
    daysFrom(days.map(String), undefined, { day: Temporal.PlainDate.from('2000-01-01'), zone: 'UTC' })
  } catch {
    problem(`${AT}/days`, 'file.days')
  }
}
