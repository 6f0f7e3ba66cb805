import type { Page } from 'playwright-core'

/** Where the focus is, as a person with a keyboard needs to know it. */
export interface Stop {
  /** What it is called: its label, words or name. */
  name: string
  /** Whether a ring is drawn around it (or around the square it sits in). */
  ring: boolean
  /** Whether its middle can be seen and is not covered. */
  seen: boolean
  /** What the question or the part around it is called. */
  group: string
  kind: 'link' | 'button' | 'field' | 'choice' | 'box' | 'other'
  /** What sort of field it is: `text`, `date`, `combobox`… */
  type: string
  /** What stands in it, in the words of the list where it is one. */
  value: string
  /** What a choice says, without its question and the note below it. */
  choice: string
  /** Whether it is ticked or taken. */
  chosen: boolean
  /** Where on the page, in pixels from its top and left. */
  top: number
  bottom: number
  left: number
}

// Evaluated in the page, as text: this project's types do not know the browser's.
const WORDS = `const words = (text) => (text ?? '').replace(/\\s+/g, ' ').trim()`
const CALLED = `${WORDS}
const called = (at) => {
  const labels = at.labels ? [...at.labels].map((label) => label.textContent).join(' ') : ''
  const question = at.type === 'radio' ? at.closest('fieldset')?.querySelector('legend')?.textContent ?? '' : ''
  const name = (at.getAttribute('aria-label') ?? [question, labels].join(' ')).trim() || at.textContent || at.title || at.name || ''
  const around = at.closest('fieldset, [role=group], nav, section[aria-labelledby], [role=row], tr')
  const heading = around && document.getElementById(around.getAttribute('aria-labelledby') ?? '')
  const group = words(
    around &&
      (around.getAttribute('aria-label') ??
        (heading ?? around.querySelector(':scope > legend, :scope > th, :scope > [role=rowheader]'))?.textContent),
  )
  const type = at.getAttribute('role') ?? at.type ?? ''
  const kind =
    at.tagName === 'A'
      ? 'link'
      : at.tagName === 'BUTTON' || at.tagName === 'SUMMARY'
        ? 'button'
        : { radio: 'choice', checkbox: 'box' }[type] ?? (/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName) ? 'field' : 'other')
  const note = kind === 'choice' ? at.labels[0]?.querySelector('small')?.textContent ?? '' : ''
  return { name: words(name), group, kind, type, choice: words(labels.slice(0, labels.length - note.length)) }
}`
const STOP = `${CALLED}
const stopAt = () => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const ringed = [at, at.closest('.choice')].filter(Boolean)
  const ring = ringed.some((one) => {
    const style = getComputedStyle(one)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  })
  const box = at.getClientRects()[0] ?? at.getBoundingClientRect()
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  return {
    ...called(at),
    ring,
    seen: box.width > 0 && over !== null && (at.contains(over) || over.contains(at)),
    value: words(at.tagName === 'SELECT' ? at.selectedOptions[0]?.label : at.value),
    chosen: at.checked === true,
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    left: box.left,
  }
}`

/** Where the focus is now; undefined when it is nowhere. */
export const focused = async (page: Page): Promise<Stop | undefined> =>
  (await page.evaluate<Stop | null>(`(() => { ${STOP}; return stopAt() })()`)) ?? undefined

/** What somebody looks for on a page: what it is and is called, and what the part around it is called. */
export interface Sought {
  name: string | RegExp
  within?: string | RegExp | undefined
  kind: Stop['kind']
}

/** The way from where the focus is to what is sought, as an eye measures it. */
export interface Way {
  /** Presses of Tab, of Shift+Tab where negative; some fields take more than one. */
  steps: number
  /** Whether the way leads past the masthead of a page that was just opened. */
  pastMasthead: boolean
  /** Where the focus is. */
  here: Stop | null
}

const WAY = `(sought) => {
  ${STOP}
  const says = (name, is) => (typeof name === 'string' ? is === name : new RegExp(name.source, name.flags).test(is))
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
    (one) => one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden' && one.checkVisibility({ visibilityProperty: true }),
  )
  // Of choices that belong together one is a stop: where the focus is, the one that is taken, or else the first.
  const line = stops.filter((one) => {
    if (one.type !== 'radio') return true
    const choices = stops.filter(({ type, name, form }) => type === 'radio' && name === one.name && form === one.form)
    return one === (choices.find((it) => it === document.activeElement) ?? choices.find((it) => it.checked) ?? choices[0])
  })
  const fits = line.map((one) => {
    const { name, group, kind } = called(one)
    return kind === sought.kind && says(sought.name, name) && (sought.within === null || says(sought.within, group))
  })
  const here = stopAt()
  const from = here ? document.activeElement : document.getElementById(location.hash.slice(1))
  const before = line.findLastIndex((one) => one === from || (from && from.compareDocumentPosition(one) & 2))
  const on = here && line[before] === from
  const ahead = fits.indexOf(true, on ? before : before + 1)
  const to = ahead >= 0 ? ahead : fits.lastIndexOf(true)
  if (to < 0) return null
  const masthead = line.findIndex((one) => one.closest('main'))
  return { steps: to - before, pastMasthead: !from && masthead > 3 && to >= masthead, here }
}`

/** As a page compares it. */
const sent = (name: string | RegExp | undefined): unknown =>
  name instanceof RegExp ? { source: name.source, flags: name.flags } : (name?.replace(/\s+/g, ' ').trim() ?? null)

/** How far it is to the nearest that fits, ahead if there is one; undefined where there is none. */
export const wayTo = async (page: Page, { name, within, kind }: Sought): Promise<Way | undefined> =>
  (await page.evaluate<Way | null>(`(${WAY})(${JSON.stringify({ name: sent(name), within: sent(within), kind })})`)) ??
  undefined

/** Holds Tab down until it has moved the focus so many stops on, or back with Shift. */
export const holdTab = async ({ keyboard }: Page, steps: number): Promise<void> => {
  if (steps < 0) await keyboard.down('Shift')
  await Promise.all(Array.from({ length: Math.abs(steps) }, () => keyboard.down('Tab')))
  await keyboard.up('Tab')
  if (steps < 0) await keyboard.up('Shift')
}

/** Every stop of the Tab key from the top of the page to its end. */
export const tabStops = async (page: Page, limit = 200): Promise<Stop[]> => {
  const stops: Stop[] = []
  await page.evaluate('document.activeElement?.blur()')
  while (stops.length < limit) {
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    if (!stop) break
    stops.push(stop)
  }
  return stops
}

/** Presses Tab until the focus is on what is called so. */
export const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  const met: string[] = []
  for (let press = 0; press < 150; press++) {
    const stop = await focused(page)
    if (stop && (typeof name === 'string' ? stop.name === name : name.test(stop.name))) return
    if (stop) met.push(stop.name)
    await page.keyboard.press('Tab')
  }
  throw new Error(`No stop is called ${String(name)}; there were: ${[...new Set(met)].join(' | ')}`)
}

/** Presses Enter and waits for the page it leads to. */
export const enter = async (page: Page): Promise<void> => {
  const there = page.waitForNavigation()
  await page.keyboard.press('Enter')
  await there
}
