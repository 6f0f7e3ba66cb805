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
  /** Whether it is ticked or taken. */
  chosen: boolean
  /** Where on the page, in pixels from its top and left. */
  top: number
  bottom: number
  left: number
}

// Evaluated in the page, as text: this project's types do not know the browser's.
const STOP = `(() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const ringed = [at, at.closest('.choice')].filter(Boolean)
  const ring = ringed.some((one) => {
    const style = getComputedStyle(one)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  })
  const box = at.getClientRects()[0] ?? at.getBoundingClientRect()
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  const seen = box.width > 0 && over !== null && (at.contains(over) || over.contains(at))
  const labels = at.labels ? [...at.labels].map((label) => label.textContent).join(' ') : ''
  const question = at.type === 'radio' ? at.closest('fieldset')?.querySelector('legend')?.textContent ?? '' : ''
  const name = (at.getAttribute('aria-label') ?? [question, labels].join(' ')).trim() || at.textContent || at.title || at.name || ''
  const words = (text) => (text ?? '').replace(/\\s+/g, ' ').trim()
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
  return {
    name: words(name),
    ring,
    seen,
    group,
    kind,
    type,
    value: words(at.tagName === 'SELECT' ? at.selectedOptions[0]?.label : at.value),
    chosen: at.checked === true,
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    left: box.left,
  }
})()`

/** Where the focus is now; undefined when it is nowhere. */
export const focused = async (page: Page): Promise<Stop | undefined> =>
  (await page.evaluate<Stop | null>(STOP)) ?? undefined

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
