/* global WORDS */
// Keeps a host's list of who may come in right without a hand: the server says when it changed (server-sent events), and the
// page takes it anew. Who may not see it any more sees nothing: the list goes at once. Without this the page loads itself anew.

/** Nothing heard for so long: the line is dead, whatever the browser thinks of it. The server says something every 15 s. */
const PATIENCE = 40_000

const list = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-live]'))

let heardAt = Date.now()
let askedAt = 0
let busy = false
let again = false
/** @type {EventSource | undefined} */
let source

/** Says as of when the list is, or since when nothing was heard. @param {boolean} lost */
const say = (lost) => {
  const words = list()?.querySelector('[data-as-of] span')
  if (!(words instanceof HTMLElement)) return
  words.hidden = false
  if (!lost) return
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' }).format(heardAt)
  words.textContent = WORDS.lost.replace('{{time}}', time)
}

/** Takes the list anew; changes that come meanwhile are taken together. */
const refresh = async () => {
  if (busy) {
    again = true
    return
  }
  busy = true
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  const here = list()
  if (answer && (!answer.ok || answer.redirected)) {
    // Not theirs any more: first the list goes, then the page says why.
    if (answer.status < 500) {
      here?.replaceChildren()
      source?.close()
      location.reload()
      return
    }
  } else if (answer && here) {
    const newer = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]')
    if (newer) here.replaceChildren(...newer.childNodes)
    say(false)
  }
  busy = false
  if (!again) return
  again = false
  void refresh()
}

const listen = () => {
  askedAt = Date.now()
  source?.close()
  source = new EventSource(list()?.dataset['events'] ?? '')
  source.addEventListener('beat', () => {
    const away = Date.now() - heardAt > PATIENCE
    heardAt = Date.now()
    // What changed meanwhile was told to nobody here.
    if (away) void refresh()
  })
  source.addEventListener('changed', () => {
    heardAt = Date.now()
    void refresh()
  })
  // The server ends the line of who may not listen any more, and a network that fails ends it too: the page is asked.
  source.addEventListener('error', () => void refresh())
}

const watch = () => {
  if (Date.now() - heardAt > PATIENCE) say(true)
  // A browser that was refused does not ask again by itself.
  if (source?.readyState === EventSource.CLOSED && Date.now() - askedAt > 15_000) listen()
}

if (list()) {
  say(false)
  listen()
  setInterval(watch, 5000)
}
