// Shows at once what follows from an answer (`<fieldset data-follows="answers[food]" data-is="halal kosher">`), and takes it out
// of the form while it does not. Without this script the page that comes back after sending shows it.

const follows = [...document.querySelectorAll('fieldset[data-follows]')].filter(
  (element) => element instanceof HTMLFieldSetElement,
)

/** What is answered now under a name, of controls that are sent. @param {HTMLFormElement} form @param {string} name */
const answered = (form, name) =>
  [...new FormData(form)].flatMap(([key, value]) =>
    (key === name || key === `${name}[]`) && typeof value === 'string' ? [value] : [],
  )

const update = () => {
  // In the order of the page, so that what follows from what follows is right at once.
  for (const fieldset of follows) {
    if (!fieldset.form) continue
    const wanted = (fieldset.dataset['is'] ?? '').split(' ')
    const is = answered(fieldset.form, fieldset.dataset['follows'] ?? '').some((value) => wanted.includes(value))
    fieldset.hidden = !is
    fieldset.disabled = !is
  }
}

for (const form of new Set(follows.map((fieldset) => fieldset.form))) form?.addEventListener('change', update)
update()
