/* global WORDS */
// Keeps the public agenda on this device when somebody presses the button, for a place with a bad network, and says since when.
// Without the press nothing is registered and nothing is kept. Where it cannot work, there is no button.

const place = document.querySelector('[data-keep-offline]')
const path = location.pathname
const CACHE = `plenary-kept ${path}`
const SCOPE = path

/** Until when it was the newest; undefined when nothing is kept. */
const keptAt = async () => {
  if (!(await caches.has(CACHE))) return undefined
  const kept = await (await caches.open(CACHE)).match(path)
  return kept?.headers.get('x-kept') ?? undefined
}

/** The page as everybody sees it, and all that it loads. */
const keep = async () => {
  const answer = await fetch(path, { credentials: 'omit', headers: { accept: 'text/html' } })
  if (!answer.ok) throw new Error(String(answer.status))
  const html = await answer.text()
  const page = new DOMParser().parseFromString(html, 'text/html')
  const loads = [...page.querySelectorAll('link[rel="stylesheet"], link[rel="icon"], script[src]')].flatMap(
    (element) => {
      const address = element.getAttribute('src') ?? element.getAttribute('href')
      return address ? [address] : []
    },
  )
  const cache = await caches.open(CACHE)
  await cache.addAll(loads)
  const at = new Date().toISOString()
  const headers = { 'content-type': 'text/html; charset=utf-8', 'x-kept': at }
  await cache.put(path, new Response(html, { headers }))
  // What an older version loaded is of no use any more.
  for (const request of await cache.keys())
    if (new URL(request.url).pathname !== path && !loads.includes(new URL(request.url).pathname))
      await cache.delete(request)
}

const forget = async () => {
  await caches.delete(CACHE)
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  if (registration?.scope === new URL(SCOPE, location.href).href) await registration.unregister()
}

/** @param {string} words @param {() => Promise<void>} deed */
const button = (words, deed) => {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'link'
  made.textContent = words
  made.addEventListener('click', () => {
    made.disabled = true
    deed().then(
      () => draw(),
      () => draw(WORDS.keepFailed),
    )
  })
  return made
}

/** @param {string} [trouble] */
const draw = async (trouble) => {
  if (!(place instanceof HTMLElement)) return
  const at = await keptAt()
  const { lang } = document.documentElement
  const when = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { dateStyle: 'long', timeStyle: 'short' })
  const says = document.createElement('span')
  says.role = 'status'
  const words =
    at === undefined ? '' : WORDS[isKeptCopy ? 'keptShown' : 'kept'].replace('{{when}}', when.format(new Date(at)))
  says.textContent = trouble ?? words
  const start = async () => {
    await navigator.serviceWorker.register(WORDS.worker, { scope: SCOPE })
    await keep()
  }
  place.replaceChildren(says, ' ', ...(at === undefined ? [button(WORDS.keep, start)] : [button(WORDS.forget, forget)]))
  place.hidden = false
}

/** Said by the worker when it answers with what it keeps. */
const isKeptCopy = document.documentElement.dataset['kept'] !== undefined

const begin = async () => {
  const at = await keptAt()
  // Who keeps it and has a network sees the newest, and keeps that.
  if (at !== undefined && !isKeptCopy) await keep().catch(() => undefined)
  await draw()
}

if (place && 'serviceWorker' in navigator && 'caches' in globalThis) begin().catch(() => undefined)
