/* global WORDS */
// Says that the agenda changed since it was last looked at on this device, and leads to what is different. What was looked at is
// remembered here alone; the page itself is the same for everybody and kept.

const line = document.querySelector('[data-last-look]')

/** Storage may be forbidden; then nothing is remembered. @param {() => void} deed */
const quietly = (deed) => {
  try {
    deed()
  } catch {
    // Nothing is remembered, nothing is said.
  }
}

/** @param {Storage} storage @param {string} key @returns {{label: string, published: string, day: string} | undefined} */
const recall = (storage, key) => {
  const found = JSON.parse(storage.getItem(key) ?? 'null')
  return typeof found?.published === 'string' && typeof found.label === 'string' ? found : undefined
}

/** @param {HTMLElement} here */
const look = (here) => {
  const { lastLook: meeting = '', label = '', published = '', changes = '', labels = '' } = here.dataset
  const key = `plenary.looked.${meeting}`
  const now = { label, published, day: new Date().toISOString() }
  // A page that is loaded again in this tab goes on saying it.
  const before = recall(localStorage, key)
  if (before && before.published !== published) sessionStorage.setItem(key, JSON.stringify(before))
  localStorage.setItem(key, JSON.stringify(now))
  const seen = recall(sessionStorage, key)
  if (!seen || seen.published === published) return
  const { lang } = document.documentElement
  const day = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { day: 'numeric', month: 'long' })
  const link = document.createElement('a')
  const from = seen.label !== label && labels.split(' ').includes(seen.label) ? `?from=${seen.label}` : ''
  link.href = `${changes}${from}`
  link.textContent = WORDS.whatChanged
  here.append(
    WORDS.looked.replace('{{day}}', day.format(new Date(seen.day))).replace('{{label}}', seen.label),
    ' ',
    link,
  )
  here.hidden = false
}

if (line instanceof HTMLElement) quietly(() => look(line))
