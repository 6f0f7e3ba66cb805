/* global WORDS */
// Keeps on this device, and nowhere else, which sessions somebody chose who is not signed in; and follows sessions in the agenda
// without loading it again. Without it the choice stands in the address of "my agenda", to be kept as a bookmark, and the buttons of
// who is signed in are forms.

/** @param {string} meeting */
const place = (meeting) => `plenary-agenda-${meeting}`

/** What this device keeps of a meeting; undefined when nothing was ever kept. @param {string} meeting @returns {string[] | undefined} */
const kept = (meeting) => {
  try {
    const codes = JSON.parse(localStorage.getItem(place(meeting)) ?? 'null')
    return Array.isArray(codes)
      ? codes.filter((code) => typeof code === 'string').map((code) => code.toUpperCase())
      : undefined
  } catch {
    return undefined
  }
}

/** Some devices are told to keep nothing. */
const canKeep = () => {
  try {
    return localStorage.length >= 0
  } catch {
    return false
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

/** @param {string} meeting @param {string} code */
const keeps = (meeting, code) => kept(meeting)?.includes(code.toUpperCase()) ?? false

/** Keeps a session that is not kept, and the other way round. @param {string} meeting @param {string} code */
const turn = (meeting, code) => {
  const codes = (kept(meeting) ?? []).filter((one) => one !== code.toUpperCase())
  return keep(meeting, keeps(meeting, code) ? codes : [...codes, code.toUpperCase()])
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
    const has = keeps(meeting, code)
    button.textContent = has ? unfollow : follow
    says.hidden = !has
  }
  button.addEventListener('click', () => {
    turn(meeting, code)
    draw()
  })
  draw()
  link.replaceWith(button)
}

/**
 * A session in the agenda, and the button that follows it.
 * @typedef {{ article: Element, button: HTMLButtonElement, span: { start: number, end: number } | undefined }} Line
 */

/** When a session is on; undefined for one that takes place at no time. @param {Element} article */
const spanOf = (article) => {
  const [start, end] = [...article.querySelectorAll('time')].filter((time) => !time.closest('.own'))
  return start && end && !article.matches('.off')
    ? { start: Date.parse(start.dateTime), end: Date.parse(end.dateTime) }
    : undefined
}

/** @param {Line} line */
const isPressed = ({ button }) => button.ariaPressed === 'true'

/** Says beside each followed session that it clashes, and aloud if it is the one just pressed. */
class Clashes {
  /** @type {Line[]} */
  lines = []
  says = document.createElement('p')

  /** @param {HTMLElement} here @param {(code: string) => boolean} follows */
  constructor(here, follows) {
    this.elsewhere = () =>
      (here.dataset['elsewhere'] ?? '').split(';').flatMap((text) => {
        const [code = '', start, end] = text.split(' ')
        return code && follows(code) ? [{ start: Number(start), end: Number(end) }] : []
      })
    this.says.className = 'hidden'
    this.says.role = 'status'
    here.after(this.says)
  }

  /** @param {Line} [pressed] */
  draw(pressed) {
    const on = this.lines.filter(isPressed).flatMap(({ span }) => span ?? [])
    const all = [...on, ...this.elsewhere()]
    this.says.textContent = ''
    for (const line of this.lines) {
      const { article, span } = line
      article.querySelector('.clash')?.remove()
      if (!span || !isPressed(line)) continue
      if (!all.some((other) => other !== span && other.start < span.end && span.start < other.end)) continue
      const clash = document.createElement('p')
      clash.className = 'clash'
      const says = document.createElement('span')
      says.className = 'says'
      says.innerHTML = WORDS.warning
      says.append(WORDS.clash)
      clash.append(says)
      article.append(clash)
      if (line === pressed) this.says.textContent = WORDS.clash
    }
  }
}

const trouble = document.createElement('p')
trouble.role = 'alert'

/** Says beside a button that it did nothing. @param {Element} beside */
const sayTrouble = (beside) => {
  trouble.textContent = WORDS.notSaved
  beside.after(trouble)
}

/** A button as the page draws it for who is signed in. @param {Element} article */
const buttonFor = (article) => {
  const button = document.createElement('button')
  const title = document.createElement('span')
  const named = article.querySelector(':is(h3, h4) > :last-child')
  title.className = 'hidden'
  const lang = named?.getAttribute('lang')
  if (lang) title.lang = lang
  title.textContent = ` ${named?.textContent ?? ''}`
  button.type = 'button'
  button.className = 'press'
  button.append(WORDS.follow, title)
  return button
}

/** The agenda of who is not signed in: it is everybody's, so the buttons are drawn here. @param {HTMLElement} here */
const onDevice = (here) => {
  const meeting = here.dataset['agendaOf'] ?? ''
  // Where nothing can be kept, nothing is offered.
  if (!canKeep()) return
  const clashes = new Clashes(here, (code) => keeps(meeting, code))
  /** @type {(() => void)[]} */
  const drawings = []
  for (const article of document.querySelectorAll('article.session[id]')) {
    // Nobody begins to follow what does not take place.
    if (article.matches('.off') && !keeps(meeting, article.id)) continue
    const button = buttonFor(article)
    const line = { article, button, span: spanOf(article) }
    drawings.push(() => (button.ariaPressed = String(keeps(meeting, article.id))))
    button.addEventListener('click', () => {
      if (turn(meeting, article.id)) draw(line)
      else sayTrouble(button)
    })
    article.append(button)
    clashes.lines.push(line)
  }
  /** @param {Line} [pressed] */
  const draw = (pressed) => {
    for (const drawing of drawings) drawing()
    clashes.draw(pressed)
  }
  draw()
  // Who comes back from the page of a session may have followed it there.
  addEventListener('pageshow', () => draw())
  here.hidden = false
}

/** The agenda of who is signed in: their buttons are forms already. @param {HTMLElement} here */
const onRegistration = (here) => {
  const clashes = new Clashes(here, () => true)
  for (const form of document.querySelectorAll('form[data-follows]')) {
    const article = form.closest('article')
    const button = form.querySelector('button')
    if (!(form instanceof HTMLFormElement) || !article || !button) continue
    const line = { article, button, span: spanOf(article) }
    clashes.lines.push(line)
    const address = form.dataset['follows'] ?? ''
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (button.ariaBusy === 'true') return
      button.ariaBusy = 'true'
      const follows = isPressed(line)
      fetch(address, { method: follows ? 'DELETE' : 'PUT' })
        .then((answer) => {
          // Whatever is the matter, the page that the form leads to says it.
          if (!answer.ok) return form.submit()
          trouble.remove()
          button.ariaPressed = String(!follows)
          form.action = form.action.replace(/(un)?follow$/, follows ? 'follow' : 'unfollow')
          clashes.draw(line)
        })
        .catch(() => sayTrouble(form))
        .finally(() => (button.ariaBusy = 'false'))
    })
  }
}

for (const form of document.querySelectorAll('form[data-keeps]'))
  if (form instanceof HTMLFormElement) onChoice(form, form.dataset['keeps'] ?? '')
for (const row of document.querySelectorAll('[data-keeps-session]')) if (row instanceof HTMLElement) onSession(row)
for (const here of document.querySelectorAll('[data-agenda-of]'))
  if (here instanceof HTMLElement) (here.dataset['onDevice'] === undefined ? onRegistration : onDevice)(here)
