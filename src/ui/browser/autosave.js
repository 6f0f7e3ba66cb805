/* global WORDS */
// Saves a step of the form while it is filled in, and says whether it is saved. Where the line is down it keeps trying, and
// what is not saved yet is remembered in this tab: it stands in the form again when the page is back. Changes of what was sent
// count only when they are sent: of these it remembers what is typed, and forgets it when what was sent is another
// meanwhile, as it is once they are saved. Without this script a step is saved when it is sent.

const PREFIX = 'plenary.unsaved '
const PAUSE = 1500
const LONGEST = 30_000

/** Storage may be forbidden; then nothing is remembered. @template T @param {() => T} work @returns {T | undefined} */
const stored = (work) => {
  try {
    return work()
  } catch {
    return undefined
  }
}

const mark = document.querySelector('input[data-save], input[data-remember]')
const status = document.querySelector('[data-saving]')

/** @param {HTMLInputElement} edit @param {HTMLFormElement} form */
const keepSaved = (edit, form) => {
  const address = edit.dataset['save'] ?? ''
  const closed = edit.dataset['closed'] ?? ''
  const remembersOnly = !address
  const key = PREFIX + (address || edit.dataset['remember'])

  const typed = () =>
    new URLSearchParams(
      [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ).toString()

  /** @param {string} words @param {{ href: string, words: string }} [link] */
  const say = (words, link) => {
    if (!status || status.textContent === words) return
    status.textContent = words
    if (!link) return
    const made = document.createElement('a')
    made.href = link.href
    made.textContent = link.words
    status.append(' ', made)
  }

  /** @param {string} text */
  const remember = (text) => stored(() => sessionStorage.setItem(key, JSON.stringify({ edit: edit.value, text })))
  const forget = () => stored(() => sessionStorage.removeItem(key))

  /** Puts what was remembered into the controls again. @param {string} text */
  const restore = (text) => {
    const values = new URLSearchParams(text)
    for (const control of form.elements) {
      if (control instanceof HTMLInputElement && ['radio', 'checkbox'].includes(control.type)) {
        if (values.has(control.name) || !control.matches(':disabled'))
          control.checked = values.getAll(control.name).includes(control.value)
      } else if (
        (control instanceof HTMLInputElement && !['hidden', 'file', 'submit'].includes(control.type)) ||
        control instanceof HTMLSelectElement ||
        control instanceof HTMLTextAreaElement
      ) {
        const value = values.get(control.name)
        if (value !== null) control.value = value
      }
    }
  }

  let last = typed()
  let busy = false
  let over = false
  let signedOut = false
  let pause = PAUSE
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  /** @param {number} wait */
  const later = (wait) => {
    if (remembersOnly) return
    clearTimeout(timer)
    timer = setTimeout(() => void save(), wait)
  }

  const save = async () => {
    const text = typed()
    if (remembersOnly || busy || over || text === last) return
    busy = true
    let again = 0
    try {
      const response = await fetch(address, {
        method: 'POST',
        body: new URLSearchParams(text),
        headers: { accept: 'application/json' },
        redirect: 'manual',
        keepalive: true,
        signal: AbortSignal.timeout(20_000),
      })
      if (response.ok) {
        last = text
        pause = PAUSE
        forget()
        say(WORDS.saved)
        if (typed() !== last) again = PAUSE
      } else if (response.status === 401 || response.type === 'opaqueredirect') {
        say(WORDS.signedOut, {
          href: `/${document.documentElement.lang}/sign-in?next=${encodeURIComponent(location.pathname)}`,
          words: WORDS.signIn,
        })
        again = LONGEST
      } else if (response.status === 429 || response.status >= 500) throw new Error(String(response.status))
      // Sent in another window meanwhile, or over: the server says so when this is sent.
      else over = true
    } catch {
      say(WORDS.notSaved)
      pause = Math.min(pause * 2, LONGEST)
      again = pause
    } finally {
      busy = false
    }
    if (again) later(again)
  }

  const changed = () => {
    if (signedOut) return
    remember(typed())
    if (remembersOnly) say(WORDS.inTab)
    later(PAUSE)
  }
  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    over = true
  })
  // Back by the browser's button to a page that was sent: it can be changed again.
  addEventListener('pageshow', (event) => {
    if (event.persisted) over = false
  })
  addEventListener('online', () => later(0))
  // Signed out in another tab: whoever comes next at this computer finds nothing of it here.
  addEventListener('storage', ({ key: changedKey }) => {
    if (changedKey !== 'plenary.signed-out') return
    over = signedOut = true
    clearTimeout(timer)
    forget()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save()
  })

  // What was sent is not restored, whichever step it was of.
  stored(() => {
    for (const name of Object.keys(sessionStorage))
      if (name.startsWith(PREFIX) && JSON.parse(sessionStorage.getItem(name) ?? '{}').edit === closed)
        sessionStorage.removeItem(name)
  })
  const kept = stored(() => JSON.parse(sessionStorage.getItem(key) ?? 'null'))
  if (remembersOnly && kept && kept.edit !== edit.value) forget()
  else if (kept && typeof kept.text === 'string') {
    restore(kept.text)
    // It may have arrived after all, as the page went.
    if (typed() !== last) {
      remember(typed())
      say(WORDS.restored)
      later(0)
    } else if (!remembersOnly) forget()
  }
}

if (mark instanceof HTMLInputElement && mark.form) keepSaved(mark, mark.form)
