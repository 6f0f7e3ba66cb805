// Leads to the error summary when a form comes back, and from each of its links into the field.
// Without this the summary is still announced (role=alert) and its links still jump.

const summary = document.querySelector('.errors')
if (summary instanceof HTMLElement) {
  summary.focus()
  summary.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (!control) return
    event.preventDefault()
    // The question first, so that it is not above the edge of the screen while its control has the focus.
    const question = control.closest('.field') ?? control
    question.scrollIntoView({ block: 'start' })
    control.focus({ preventScroll: true })
  })
}
