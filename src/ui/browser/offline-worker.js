// Answers for an agenda that somebody keeps on their device: from the network while there is one, else with what was kept. It is
// registered by a press of the button (`keep-offline.js`) and for that page alone, and keeps nothing by itself.

const scope = /** @type {any} */ (globalThis)

scope.addEventListener('install', () => scope.skipWaiting())
scope.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(scope.clients.claim()))

/** What is kept for the page of this worker. */
const kept = () => caches.open(`plenary-kept ${new URL(scope.registration.scope).pathname}`)

/** The page as it was kept; it says so itself, because a page cannot read how it was answered. @param {Response} page */
const asKept = async (page) => {
  const html = await page.text()
  return new Response(html.replace('<html', '<html data-kept'), { headers: page.headers })
}

/** A network as bad as this is none. @returns {Promise<never>} */
const tooSlow = () => new Promise((_, refuse) => setTimeout(() => refuse(new Error('too slow')), 6000))

/** @param {Request} request */
const answer = async (request) => {
  const { pathname } = new URL(request.url)
  const isPage = request.mode === 'navigate'
  if (!isPage) {
    const found = await (await kept()).match(pathname)
    return found ?? fetch(request)
  }
  // Days and filters too lead to the whole agenda: it is all that is kept.
  const found = await (await kept()).match(pathname)
  if (!found) return fetch(request)
  try {
    return await Promise.race([fetch(request), tooSlow()])
  } catch {
    return asKept(found)
  }
}

scope.addEventListener('fetch', (/** @type {any} */ event) => {
  const { method, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== scope.location.origin) return
  if (event.request.mode === 'navigate' || pathname.startsWith('/assets/')) event.respondWith(answer(event.request))
})
