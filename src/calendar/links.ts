import type { AgendaView } from '../access/view.ts'
import { plainWords } from '../ui/markdown.tsx'
import { joinPage, pageOf } from './addresses.ts'
import { shortened } from './description.tsx'
import { oneLine, plain, wallClock } from './icalendar.ts'
import { locationOf, summaryOf } from './event.ts'
import type { TimedEntry } from './selection.ts'

/** Pages of other houses that open a filled-in "new event" form. What is added so is a copy: it never changes. */
export interface AddLinks {
  readonly google: string
  readonly outlook: string
  readonly office365: string
}

/** Browsers and mail programs have carried addresses of 2,000 characters for ever; longer ones get lost. */
const LONGEST = 1990

/** `+` for a space is shown as a plus sign by Outlook, so spaces are %20; and `'` may end an attribute elsewhere. */
const query = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("'", '%27')}`)
    .join('&')

/** As much of a text as passes the test: all of it, or cut after a word and marked; undefined if not even the mark passes. */
const asMuchAs = (words: string, passes: (part: string) => boolean): string | undefined => {
  if (passes(words)) return words
  let fits = 0
  let fails = words.length
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2)
    if (passes(shortened(words, middle))) fits = middle
    else fails = middle
  }
  return fits === 0 ? undefined : shortened(words, fits)
}

/** A title or a place; a letter outside ASCII takes six characters or more in an address. */
const brief = (words: string, longest: number): string =>
  asMuchAs(words, (part) => encodeURIComponent(part).length <= longest) ?? ''

/** The address with as much of the details as it holds; the way back to our page is never cut. */
const fitted = (make: (details: string) => string, details: string, links: string): string => {
  const whole = (part: string): string => make([part, links].filter(Boolean).join('\n\n'))
  return whole(asMuchAs(details, (part) => whole(part).length <= LONGEST) ?? '')
}

/**
 * Links that add one entry to a calendar on the web. None of them is documented by its house; what we rely on is in
 * docs/calendar.md. Google takes wall-clock times with the zone beside them; Outlook takes UTC, since anything else would be
 * the reader's own time.
 */
export const addLinks = (view: AgendaView, entry: TimedEntry, baseUrl: URL): AddLinks => {
  const title = brief(summaryOf(view, entry).text, 600)
  const location = brief(locationOf(view, entry, joinPage(view, entry, baseUrl)).text, 400)
  const abstract =
    entry.level === 'closed' || entry.level === 'listed' ? '' : plainWords(plain(entry.abstract?.text ?? '').trim())
  const ways = [joinPage(view, entry, baseUrl), pageOf(view, entry, baseUrl)].filter((way) => way !== undefined)
  const links = ways.map((way) => way.href).join('\n')

  const google = (details: string): string =>
    `https://calendar.google.com/calendar/render?${query({
      action: 'TEMPLATE',
      text: title,
      dates: `${wallClock(entry.start)}/${wallClock(entry.end)}`,
      ctz: entry.start.timeZoneId,
      details,
      location,
    })}`
  const outlook =
    (house: string) =>
    (body: string): string =>
      `https://${house}/calendar/action/compose?${query({
        rru: 'addevent',
        subject: title,
        startdt: entry.start.toInstant().toString({ smallestUnit: 'second' }),
        enddt: entry.end.toInstant().toString({ smallestUnit: 'second' }),
        body,
        location,
      })}`
  return {
    google: fitted(google, abstract, links),
    outlook: fitted(outlook('outlook.live.com'), abstract, links),
    office365: fitted(outlook('outlook.office.com'), abstract, links),
  }
}

/** A feed's address as calendar programs take it to subscribe: `webcal:` where they ask for it, else `https:`. */
export interface SubscribeLinks {
  readonly https: string
  readonly webcal: string
  readonly google: string
  readonly outlook: string
  readonly office365: string
}

/** Ways to subscribe to an address. Google takes only the webcal form, and the new Outlook spoils it (FIELD notes, clients). */
export const subscribeLinks = (address: URL, name: string): SubscribeLinks => {
  const https = address.href
  const webcal = https.replace(/^https?:/, 'webcal:')
  const outlook = (house: string): string =>
    `https://${house}/calendar/0/addfromweb?${query({ url: https, name: oneLine(name) })}`
  return {
    https,
    webcal,
    google: `https://calendar.google.com/calendar/r?${query({ cid: webcal })}`,
    outlook: outlook('outlook.live.com'),
    office365: outlook('outlook.office.com'),
  }
}
