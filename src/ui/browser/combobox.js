/* global WORDS */
// Turns `<select data-combobox>` into a box to type in: an option is found by any part of its name or of its other names
// (`data-also`), with or without accents. The select stays, unseen, and is what is sent; so without this script, or where it
// fails, the page works as it is. Pattern: WAI-ARIA APG, "Editable Combobox With List Autocomplete".

/** Without accents, case and punctuation: what people type. @param {string} text */
const plain = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** How well an option answers: 0 its name begins so, 1 a word of it does, 2 another name does, 3 somewhere inside. */
/** @param {{ name: string, also: string[] }} option @param {string} typed */
const rank = ({ name, also }, typed) => {
  if (name.startsWith(typed)) return 0
  if (name.includes(` ${typed}`)) return 1
  if (also.some((other) => other.startsWith(typed) || other.includes(` ${typed}`))) return 2
  return name.includes(typed) ? 3 : -1
}

const plural = new Intl.PluralRules(document.documentElement.lang)

/** @param {number} count */
const found = (count) =>
  count === 0 ? WORDS.none : (WORDS.found[plural.select(count)] ?? '').replace('{{count}}', String(count))

/** @param {string} tag @param {Record<string, string>} attributes */
const element = (tag, attributes) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}

/** @param {HTMLSelectElement} select */
const enhance = (select) => {
  const { id } = select
  const options = [...select.options]
    .filter((option) => option.value !== '' && !option.disabled)
    .map((option) => ({
      option,
      label: option.label,
      name: plain(option.label),
      also: (option.dataset['also'] ?? '').split('|').filter(Boolean).map(plain),
    }))

  const input = /** @type {HTMLInputElement} */ (
    element('input', {
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': `${id}-list`,
    })
  )
  for (const name of ['aria-describedby', 'aria-invalid', 'required']) {
    const value = select.getAttribute(name)
    if (value !== null) input.setAttribute(name, value)
  }
  const list = element('ul', { id: `${id}-list`, role: 'listbox', class: 'found', hidden: '' })
  const status = element('span', { role: 'status', class: 'hidden' })
  const box = element('div', { class: 'combobox' })
  box.append(input, list, status)

  const labels = select.labels ? [...select.labels] : []
  select.id = `${id}-value`
  input.id = id
  // The label keeps its `for`, and so names the box; the list takes the same name.
  const label = labels[0]
  if (label) {
    label.id ||= `${id}-label`
    list.setAttribute('aria-labelledby', label.id)
  }
  input.value = select.value === '' ? '' : (select.selectedOptions[0]?.label ?? '')
  select.hidden = true
  select.after(box)

  /** @type {{ option: HTMLOptionElement, label: string }[]} */
  let shown = []
  let active = -1

  const close = () => {
    list.hidden = true
    active = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  /** @param {number} index */
  const activate = (index) => {
    active = index
    for (const [at, item] of [...list.children].entries()) item.setAttribute('aria-selected', String(at === index))
    const item = list.children[index]
    if (item) {
      input.setAttribute('aria-activedescendant', item.id)
      item.scrollIntoView({ block: 'nearest' })
    } else input.removeAttribute('aria-activedescendant')
  }

  /** @param {string} typed */
  const open = (typed) => {
    const sought = plain(typed)
    shown = options
      .map((option) => ({ ...option, rank: sought ? rank(option, sought) : 0 }))
      .filter((option) => option.rank >= 0)
      .sort((a, b) => a.rank - b.rank)
    list.replaceChildren(
      ...shown.map((one, index) => {
        const item = element('li', { role: 'option', id: `${id}-${index}`, 'aria-selected': 'false' })
        item.textContent = one.label
        return item
      }),
    )
    list.hidden = shown.length === 0
    input.setAttribute('aria-expanded', String(shown.length > 0))
    status.textContent = found(shown.length)
    activate(-1)
  }

  /** @param {{ option: HTMLOptionElement, label: string } | undefined} one */
  const choose = (one) => {
    const before = select.value
    select.value = one ? one.option.value : ''
    if (one) input.value = one.label
    if (select.value !== before) select.dispatchEvent(new Event('change', { bubbles: true }))
    status.textContent = ''
    close()
  }

  /** What is typed means the option of just that name, or the only one that answers. */
  const settle = () => {
    const typed = plain(input.value)
    const exact = options.find((one) => one.name === typed) ?? options.find((one) => one.also.includes(typed))
    const answers = typed ? options.filter((one) => rank(one, typed) >= 0) : []
    choose(exact ?? (answers.length === 1 ? answers[0] : undefined))
  }

  input.addEventListener('input', () => open(input.value))
  input.addEventListener('click', () => {
    if (list.hidden) open(select.value === '' ? input.value : '')
  })
  input.addEventListener('blur', settle)
  // Keeps the focus in the box while an option is pressed, so that the list is still there when it is released.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const item = event.target instanceof Element ? event.target.closest('[role="option"]') : null
    if (item) choose(shown[[...list.children].indexOf(item)])
  })
  input.addEventListener('keydown', (event) => {
    const last = shown.length - 1
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault()
        if (list.hidden) open(select.value === '' ? input.value : '')
        const down = event.key === 'ArrowDown'
        activate(down ? (active >= last ? 0 : active + 1) : active <= 0 ? shown.length - 1 : active - 1)
        break
      }
      case 'Enter':
        // With an open list the key takes an option; only after that does it send the form.
        if (!list.hidden) {
          event.preventDefault()
          if (active >= 0) choose(shown[active])
          else settle()
        } else settle()
        break
      case 'Escape':
        if (!list.hidden) {
          event.preventDefault()
          close()
        }
        break
    }
  })
}

for (const select of document.querySelectorAll('select[data-combobox]'))
  if (select instanceof HTMLSelectElement) enhance(select)
