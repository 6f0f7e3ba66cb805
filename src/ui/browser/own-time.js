/* global WORDS */
// Draws the reader's own time beside the meeting's, where the two differ: their browser's zone, or the one they last chose on
// this device (`?zone=`). Where the page shows a chosen zone already, its choice is remembered and nothing is drawn.

const KEY = 'plenary.zone'

/** @param {string | null} zone */
const known = (zone) => {
  if (!zone) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

/** Storage may be forbidden; then nothing is remembered. */
const remembered = () => {
  try {
    return known(localStorage.getItem(KEY))
  } catch {
    return undefined
  }
}

/** @param {string} zone */
const remember = (zone) => {
  try {
    localStorage.setItem(KEY, zone)
  } catch {
    // The browser's own zone serves.
  }
}

const chosen = known(new URLSearchParams(location.search).get('zone'))
if (chosen) remember(chosen)
const zone = chosen ?? remembered() ?? Intl.DateTimeFormat().resolvedOptions().timeZone
const lang = document.documentElement.lang

/** The city that people know a zone by. */
const city = WORDS.cities[zone] ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(lang, { timeZone: zone, weekday: 'short' })
const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone })

/** `UTC+5:30`, as the pages write it. @param {Date} at */
const offset = (at) => {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(at)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return name.replace('GMT', 'UTC').replace(/\+0$/, '').replace('-', '−')
}

/** Two where the clocks change between the first time shown and the last. */
const offsets = () => [
  ...new Set([...clocks, ...ranges].flatMap(timesIn).map((time) => offset(new Date(time.dateTime)))),
]

/** The wall clock in a machine time: `2022-10-18T16:45+02:00` is 16:45 on 2022-10-18. @param {HTMLTimeElement} time */
const there = (time) => ({ day: time.dateTime.slice(0, 10), clock: time.dateTime.slice(11, 16) })

/** @param {HTMLTimeElement} time */
const differs = (time) => {
  const at = new Date(time.dateTime)
  return clock.format(at) !== there(time).clock || date.format(at) !== there(time).day
}

/** A time here; with its weekday where it is on another day than what is read before it. @param {HTMLTimeElement} time @param {string} before */
const own = (time, before) => {
  const at = new Date(time.dateTime)
  const made = document.createElement('time')
  made.dateTime = time.dateTime
  made.textContent = clock.format(at)
  const otherDay = date.format(at) === before ? '' : `${weekday.format(at)} `
  return [otherDay, made]
}

/** @param {string} words */
const hidden = (words) => {
  const made = document.createElement('span')
  made.className = 'hidden'
  made.textContent = words
  return made
}

/** @param {HTMLTimeElement} end @param {HTMLTimeElement} start */
const till = (end, start) => {
  const made = document.createElement('span')
  made.className = 'till'
  const dash = document.createElement('span')
  dash.ariaHidden = 'true'
  dash.textContent = '–'
  made.append(dash, hidden(` ${WORDS.to} `), ...own(end, date.format(new Date(start.dateTime))))
  return made
}

const pin = () => {
  const holder = document.createElement('template')
  holder.innerHTML = WORDS.pin
  return holder.content
}

/** The times of a clock or a time range. @param {Element} element @returns {HTMLTimeElement[]} */
const timesIn = (element) => [...element.querySelectorAll('time')].filter((time) => !time.closest('.own'))

const line = document.querySelector('[data-own-zone]')
const clocks = [...document.querySelectorAll('.clock')]
const ranges = [...document.querySelectorAll('[data-own-time]')]
const first = [...clocks, ...ranges].flatMap(timesIn)[0]

if (first && !document.querySelector('.own') && [...clocks, ...ranges].flatMap(timesIn).some(differs)) {
  for (const element of clocks) {
    const [start, end] = timesIn(element)
    if (!start) continue
    const small = document.createElement('small')
    small.className = 'own'
    small.append(pin(), hidden(`, ${city} `), ...own(start, there(start).day), ...(end ? [till(end, start)] : []))
    // After the meeting's time, before what else hangs below it and the comma that ends a heading's clock.
    const after = [...element.children].find((child) => child.matches('small, .hidden'))
    if (after) after.before(small)
    else element.append(small)
  }
  for (const element of ranges) {
    const [start, end] = timesIn(element)
    if (!start) continue
    const says = document.createElement('span')
    says.className = 'says'
    const words = document.createElement('span')
    words.append(`${WORDS.yours} `, ...own(start, there(start).day), ...(end ? [till(end, start)] : []), ` ${city} `)
    says.append(pin(), words)
    element.append(document.createElement('br'), says)
  }
  if (line) {
    const [before = '', after = ''] = WORDS.below
      .replace('{{zone}}', city)
      .replace('{{offset}}', offsets().join(' / '))
      .split('{{pin}}')
    const icon = pin()
    icon.firstElementChild?.classList.add('inline')
    const link = line.querySelector('a')
    const words = document.createElement('span')
    words.append(before, icon, after, ' ')
    if (link) link.before(words)
    else line.append(' ', words)
  }
}
