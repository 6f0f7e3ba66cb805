// Asks while a form is filled in what is doubtful about it, and shows the answer in its place: the same words that come with
// the saving, which is all there is without this script.

const PAUSE = 400

/** @param {HTMLFormElement} form @param {Element} place */
const watch = (form, place) => {
  const address = form.dataset['live'] ?? ''
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  /** @type {AbortController | undefined} */
  let asking

  /** What comes above the field or button where somebody is does not push it out of their sight. @param {string} words */
  const show = (words) => {
    const active = document.activeElement
    // A link among the warnings themselves goes with them.
    const here = active && !place.contains(active) ? active : form
    const top = here.getBoundingClientRect().top
    if (place.innerHTML !== words) place.innerHTML = words
    if (place instanceof HTMLElement) place.hidden = words === ''
    scrollBy({ top: here.getBoundingClientRect().top - top, behavior: 'instant' })
  }

  const ask = async () => {
    asking?.abort()
    asking = new AbortController()
    const typed = [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
    try {
      const answer = await fetch(address, {
        method: 'POST',
        body: new URLSearchParams(typed),
        signal: asking.signal,
      })
      // What cannot be read yet (a time half typed) says nothing; the last answer stays.
      if (answer.status !== 200) return
      show(await answer.text())
    } catch {
      // The line is down, or a newer question was asked.
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), PAUSE)
  })
}

for (const form of document.querySelectorAll('form[data-live]')) {
  const place = form.querySelector('[data-warnings]')
  if (form instanceof HTMLFormElement && place) watch(form, place)
}
