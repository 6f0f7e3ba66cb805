// Keeps on this device, and nowhere else, which sessions somebody chose who is not signed in. Without it the choice stands in the
// address of "my agenda", to be kept as a bookmark.

/** @param {string} meeting */
const place = (meeting) => `plenary-agenda-${meeting}`

/** What this device keeps of a meeting; undefined when nothing was ever kept. @param {string} meeting @returns {string[] | undefined} */
const kept = (meeting) => {
  try {
    const codes = JSON.parse(localStorage.getItem(place(meeting)) ?? 'null')
    return Array.isArray(codes) ? codes.filter((code) => typeof code === 'string') : undefined
  } catch {
    return undefined
  }
}

/** Whether the device took it: some keep nothing. @param {string} meeting @param {string[]} codes */
const keep = (meeting, codes) => {
  try {
    localStorage.setItem(place(meeting), JSON.stringify(codes))
    return true
  } catch {
    return false
  }
}

/** @param {readonly string[]} codes */
const query = (codes) => new URLSearchParams(codes.map((code) => ['session', code])).toString()

/** The page of one's choice. @param {HTMLFormElement} form @param {string} meeting */
const onChoice = (form, meeting) => {
  const shown = new URLSearchParams(location.search).getAll('session')
  const mine = kept(meeting)
  if (shown.length === 0 && mine?.length) {
    location.replace(`?${query(mine)}`)
    return
  }
  form.addEventListener('submit', () => {
    keep(
      meeting,
      new FormData(form).getAll('session').map((code) => String(code)),
    )
  })
  // An address that somebody passed on must not take the place of one's own choice.
  const other = document.querySelector(`[data-other-choice="${meeting}"]`)
  if (!(other instanceof HTMLElement) || shown.length === 0) return
  if (mine && [...mine].sort().join() === [...shown].sort().join()) return
  other.hidden = false
  other.querySelector('button')?.addEventListener('click', () => {
    if (keep(meeting, shown)) other.hidden = true
  })
}

/** The button on the page of a session, in place of the link that does without a script. @param {HTMLElement} row */
const onSession = (row) => {
  const { keepsSession: code = '', keepsIn: meeting = '', follow = '', unfollow = '' } = row.dataset
  const link = row.querySelector('a.button')
  const says = row.querySelector('[data-following]')
  if (!link || !(says instanceof HTMLElement)) return
  const button = document.createElement('button')
  button.className = link.className
  button.type = 'button'
  const draw = () => {
    const has = kept(meeting)?.includes(code) ?? false
    button.textContent = has ? unfollow : follow
    says.hidden = !has
  }
  button.addEventListener('click', () => {
    const codes = kept(meeting) ?? []
    keep(meeting, codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code])
    draw()
  })
  draw()
  link.replaceWith(button)
}

for (const form of document.querySelectorAll('form[data-keeps]'))
  if (form instanceof HTMLFormElement) onChoice(form, form.dataset['keeps'] ?? '')
for (const row of document.querySelectorAll('[data-keeps-session]')) if (row instanceof HTMLElement) onSession(row)
