/* global WORDS */
// Keeps a screen at a door right for days without a hand: the clock and what is now and next go on by themselves, also without a
// network; what changed comes by server-sent events. While nothing is heard the screen says since when, and asks again.

/** Nothing heard for so long: the line is dead, whatever the browser thinks of it. The server says something every 15 s. */
const PATIENCE = 45_000

/** The screen as it stands; it is replaced when the agenda changed. */
const screen = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-events]'))

/** Screens have wrong clocks: the server's counts. @type {number} */
let skew = Date.parse(screen()?.dataset['now'] ?? '') - Date.now() || 0
let heardAt = Date.now()
let lost = false
/** @type {EventSource | undefined} */
let source
let askedAt = 0

const now = () => Date.now() + skew

/** @param {number} at @param {string} zone */
const clock = (at, zone) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)

/** Says which entries are over, on now, next and later, as the server did when it made the page. @param {HTMLElement} here */
const mark = (here) => {
  const at = now()
  const entries = [...here.querySelectorAll('.door-entry')].filter((entry) => entry instanceof HTMLElement)
  const starts = entries.map(({ dataset }) => Number(dataset['start'])).filter((start) => start > at)
  const next = Math.min(...starts)
  for (const entry of entries) {
    const [start, end] = [Number(entry.dataset['start']), Number(entry.dataset['end'])]
    const is = end <= at ? 'over' : start <= at ? 'now' : start === next ? 'next' : 'later'
    entry.classList.remove('over', 'now', 'next', 'later')
    entry.classList.add(is)
  }
}

const draw = () => {
  const here = screen()
  if (!here) return
  const zone = here.dataset['zone'] ?? 'UTC'
  const shown = here.querySelector('[data-clock]')
  if (shown) shown.textContent = clock(now(), zone)
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now())
  for (const day of here.querySelectorAll('[data-day]'))
    if (day instanceof HTMLElement) day.classList.toggle('today', day.dataset['day'] === today)
  mark(here)
  const says = here.querySelector('.door-lost')
  if (!(says instanceof HTMLElement) || says.hidden === !lost) return
  says.hidden = !lost
  says.textContent = lost ? WORDS.lost.replace('{{time}}', clock(heardAt + skew, zone)) : ''
}

/** Takes the page anew. What cannot be had now is asked for again: the old stays, marked. */
const refresh = async () => {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  const here = screen()
  if (!here) return
  if (answer?.status === 404) {
    // Nothing is on in this room any more.
    here.querySelector('ol')?.replaceChildren()
    return
  }
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined
  const newer = page?.querySelector('[data-events]')
  if (newer instanceof HTMLElement) {
    here.replaceWith(newer)
    draw()
  } else setTimeout(() => void refresh(), 10_000)
}

const heard = () => {
  heardAt = Date.now()
  if (!lost) return
  lost = false
  draw()
  // What changed meanwhile was told to nobody here.
  void refresh()
}

const listen = () => {
  askedAt = Date.now()
  source?.close()
  source = new EventSource(screen()?.dataset['events'] ?? '')
  source.addEventListener('beat', (event) => {
    skew = Date.parse(event.data) - Date.now() || skew
    heard()
  })
  source.addEventListener('changed', () => {
    heard()
    // Not all screens of a building at once.
    setTimeout(() => void refresh(), Math.random() * 2000)
  })
}

const watch = () => {
  if (!lost && Date.now() - heardAt > PATIENCE) lost = true
  // A browser that was refused does not ask again by itself.
  if ((lost || source?.readyState === EventSource.CLOSED) && Date.now() - askedAt > 20_000 + Math.random() * 10_000)
    listen()
  draw()
}

if (screen()) {
  listen()
  draw()
  setInterval(watch, 5000)
}
