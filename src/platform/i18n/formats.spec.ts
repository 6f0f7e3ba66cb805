import { expect, test } from 'vitest'
import type { Locale } from '../../kernel/locale.ts'
import {
  capitalized,
  formatDay,
  formatDayRange,
  formatDays,
  formatInstant,
  formatSpanInSentence,
  formatTime,
  formatTimeInSentence,
  inSeries,
  named,
  ofCity,
  utcOffset,
  zoneCity,
} from './formats.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)
const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text)

test.each<[Locale, string, string, string]>([
  ['en', '18 October 2022', 'Tuesday 18 October', '1 October 2022'],
  ['fr', '18 octobre 2022', 'mardi 18 octobre', '1er octobre 2022'],
  ['es', '18 de octubre de 2022', 'martes 18 de octubre', '1 de octubre de 2022'],
])('writes days in %s', (locale, plain, weekday, first) => {
  expect(formatDay(day('2022-10-18'), locale)).toBe(plain)
  expect(formatDay(day('2022-10-18'), locale, { weekday: true, year: false })).toBe(weekday)
  expect(formatDay(day('2022-10-01'), locale)).toBe(first)
})

test.each<[string, string, Locale, string, string]>([
  ['2022-10-18', '2022-10-18', 'fr', '18 octobre 2022', 'le 18 octobre 2022'],
  ['2022-10-18', '2022-10-19', 'en', '18 and 19 October 2022', '18 and 19 October 2022'],
  ['2022-10-18', '2022-10-19', 'fr', '18 et 19 octobre 2022', 'les 18 et 19 octobre 2022'],
  ['2022-10-18', '2022-10-19', 'es', '18 y 19 de octubre de 2022', 'los días 18 y 19 de octubre de 2022'],
  ['2022-10-03', '2022-10-07', 'en', '3–7 October 2022', '3 to 7 October 2022'],
  ['2022-10-01', '2022-10-07', 'fr', '1er–7 octobre 2022', 'du 1er au 7 octobre 2022'],
  ['2022-10-03', '2022-10-07', 'es', '3–7 de octubre de 2022', 'del 3 al 7 de octubre de 2022'],
  ['2022-09-30', '2022-10-01', 'en', '30 September and 1 October 2022', '30 September and 1 October 2022'],
  ['2022-12-30', '2023-01-02', 'en', '30 December 2022 – 2 January 2023', '30 December 2022 to 2 January 2023'],
])('writes %s to %s in %s', (first, last, locale, title, sentence) => {
  expect(formatDayRange(day(first), day(last), locale)).toBe(title)
  expect(formatDayRange(day(first), day(last), locale, { article: true })).toBe(sentence)
})

test('writes days that do not follow each other', () => {
  const days = ['2022-10-18', '2022-10-20', '2022-10-21'].map(day)
  expect(formatDays(days, 'en')).toBe('18, 20 and 21 October 2022')
  expect(formatDays(days, 'es', { year: false })).toBe('18, 20 y 21 de octubre')
  expect(formatDays(['2022-09-30', '2022-10-01'].map(day), 'fr')).toBe('30 septembre et 1er octobre 2022')
  expect(formatDays([], 'fr')).toBe('')
})

test('tables write times alike in every language, sentences follow it', () => {
  expect(formatTime(time('09:05'))).toBe('09:05')
  expect(formatTimeInSentence(time('16:45'), 'en')).toBe('16:45')
  expect(formatTimeInSentence(time('16:45'), 'fr')).toBe('16\u00a0h\u00a045')
  expect(formatTimeInSentence(time('10:00'), 'fr')).toBe('10\u00a0heures')
  expect(formatTimeInSentence(time('01:00'), 'fr')).toBe('1\u00a0heure')
  expect(formatTimeInSentence(time('16:45'), 'es')).toBe('16.45\u00a0horas')
})

test('says a span as each language does', () => {
  expect(formatSpanInSentence(time('16:30'), time('17:45'), 'en')).toBe('16:30–17:45')
  expect(formatSpanInSentence(time('16:30'), time('18:00'), 'fr')).toBe('de 16\u00a0h\u00a030 à 18\u00a0heures')
  expect(formatSpanInSentence(time('16:30'), time('17:45'), 'es')).toBe('de las 16.30 a las 17.45\u00a0horas')
  expect(formatSpanInSentence(time('00:30'), time('01:15'), 'es')).toBe('de las 0.30 a la 1.15\u00a0horas')
})

test('French sets colons and semicolons off', () => {
  const parts = (locale: Locale) => inSeries([named('A', '1, 2', locale), named('B', '3', locale)], locale)
  expect(parts('en')).toBe('A: 1, 2; B: 3')
  expect(parts('es')).toBe('A: 1, 2; B: 3')
  expect(parts('fr')).toBe('A\u00a0: 1, 2\u00a0; B\u00a0: 3')
})

test('writes moments on the wall clock of a zone', () => {
  const at = instant('2022-10-07T15:40:00Z')
  expect(formatInstant(at, 'Europe/Zurich', 'en')).toBe('7 October 2022, 17:40')
  expect(formatInstant(at, 'Europe/Zurich', 'fr', { sentence: true })).toBe('7 octobre 2022 à 17\u00a0h\u00a040')
  expect(formatInstant(instant('2022-10-07T23:05:00Z'), 'Europe/Zurich', 'es', { sentence: true })).toBe(
    '8 de octubre de 2022 a la 1.05\u00a0horas',
  )
})

test.each([
  ['Europe/Zurich', 'UTC+2'],
  ['Asia/Kathmandu', 'UTC+5:45'],
  ['America/St_Johns', 'UTC−2:30'],
  ['Africa/Abidjan', 'UTC'],
])('%s is %s', (zone, offset) => {
  expect(utcOffset(zone, instant('2022-10-18T08:00:00Z'))).toBe(offset)
})

test('calls the city of a zone as the language does', () => {
  expect(zoneCity('Europe/Vienna', 'fr')).toBe('Vienne')
  expect(zoneCity('Africa/Nairobi', 'es')).toBe('Nairobi')
  expect(zoneCity('America/Argentina/Buenos_Aires', 'en')).toBe('Buenos Aires')
})

test('begins headings with a capital, accents too', () => {
  expect(capitalized('mardi 18 octobre', 'fr')).toBe('Mardi 18 octobre')
  expect(capitalized('été', 'fr')).toBe('Été')
})

test.each([
  ['Geneva', 'en', 'Geneva'],
  ['Genève', 'fr', 'de Genève'],
  ['Addis-Abeba', 'fr', 'd’Addis-Abeba'],
  ['Le Caire', 'fr', 'du Caire'],
  ['Ginebra', 'es', 'de Ginebra'],
] as const)('the time of %s in %s is that %s', (city, locale, words) => {
  expect(ofCity(city, locale)).toBe(words)
})
