// Presses a button by its key (`aria-keyshortcuts`, shown on it). A page without keys on its buttons has turned them off
// (WCAG 2.1.4). Typing somewhere, and keys together with Control, Alt or Command, are left alone.

const TYPED_INTO = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]'

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return
  if (!(event.target instanceof Element) || event.target.closest(TYPED_INTO)) return
  const key = event.key.toLowerCase()
  for (const button of document.querySelectorAll('button[aria-keyshortcuts]'))
    if (button instanceof HTMLElement && button.getAttribute('aria-keyshortcuts') === key) {
      event.preventDefault()
      button.click()
      return
    }
})
