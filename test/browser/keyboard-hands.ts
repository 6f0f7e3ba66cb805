import type { Page } from 'playwright-core'
import { leads, MENU, type Hands, type Name } from './hands.ts'
import { focused, holdTab, wayTo, type Sought, type Stop } from './keyboard.ts'

/** As a name is compared: spaces that do not break are spaces. */
const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim()

const says = (name: Name, words: string): boolean =>
  typeof name === 'string' ? words === spaced(name) : name.test(words)

const fits = ({ name, within, kind }: Sought, stop: Stop): boolean =>
  stop.kind === kind && says(name, stop.name) && (within === undefined || says(within, stop.group))

/** A page as somebody knows it again: whatever its language and whichever session it is about. */
const place = (page: Page): string =>
  new URL(page.url()).pathname.replace(/^\/\w\w\//, '/').replace(/\/[A-Z]{2}-[^/]+/, '/:code')

/** A day, a time or both as keys: day or month first, and a clock of 24 or of twelve hours. */
const waysToWrite = (text: string): string[][] => {
  const [, year, month, day] = /(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? []
  const [, hour, minute] = /(\d\d):(\d\d)/.exec(text) ?? []
  const days = year ? [[`${day}${month}${year}`], [`${month}${day}${year}`]] : [[]]
  const twelve = String(Number(hour) % 12 || 12).padStart(2, '0')
  const times = hour ? [[`${hour}${minute}`], [`${twelve}${minute}${Number(hour) < 12 ? 'A' : 'P'}`]] : [[]]
  return days.flatMap((date) => times.map((time) => [...date, ...time]))
}

/** Arrow keys before the choices of a question count as walked through. */
const CHOICES = 30
/** Presses of Tab before a page counts as walked through. */
const STOPS = 400
/** How often somebody presses on where a field took more presses than it seemed. */
const LOOKS = 8

/**
 * Somebody with a keyboard alone: Tab, Space, Enter, arrows and letters. On a page that is new to them they look at each
 * stop on the way; where they have been before they hold Tab down. Notes each stop that they could not see.
 */
export class Keyboard implements Hands {
  /** Stops without a ring, out of sight or without a name, steps back up the page, mastheads that cannot be skipped. */
  readonly faults: string[] = []
  /** Pages that they have been through. */
  private readonly known = new Set<string>()

  constructor(readonly page: Page) {}

  async follows(link: Name, within?: Name): Promise<void> {
    if (!(await wayTo(this.page, { name: link, within, kind: 'link' }))) await this.unfolds(MENU)
    await this.to(link, within, 'link')
    await this.enters()
  }

  async presses(button: Name, within?: Name): Promise<void> {
    await this.to(button, within, 'button')
    await this.enters()
  }

  async writes(label: Name, text: string, within?: Name): Promise<void> {
    const { type, value } = await this.to(label, within, 'field')
    const { keyboard } = this.page
    if (['date', 'time', 'datetime-local'].includes(type)) return this.writesMoment(text)
    if (value) await keyboard.press('Control+A')
    // At once, as whole words come from a keyboard for another script: pages see the same as letter by letter.
    await keyboard.insertText(text)
  }

  /** Looks at what stands in the field, and begins anew where this browser has another order or a clock of twelve hours. */
  private async writesMoment(text: string): Promise<void> {
    const { keyboard } = this.page
    for (const parts of waysToWrite(text)) {
      for (const [index, part] of parts.entries()) {
        // A year may have more than four digits, so it alone does not lead on by itself.
        if (index > 0) await keyboard.press('ArrowRight')
        await keyboard.type(part)
      }
      if ((await focused(this.page))?.value === text) return
      for (let left = 0; left < 6; left++) await keyboard.press('ArrowLeft')
    }
    throw new Error(`The field does not take ${text}`)
  }

  async chooses(label: Name, option: string, within?: Name): Promise<void> {
    const { type, value } = await this.to(label, within, 'field')
    if (value === spaced(option)) return
    // As far as it can be typed on any keyboard.
    await this.page.keyboard.type(/^[\w ,.-]+/.exec(option)![0])
    if (type === 'combobox') {
      await this.page.keyboard.press('ArrowDown')
      await this.page.keyboard.press('Enter')
    }
    const has = async (): Promise<boolean> => (await focused(this.page))?.value.includes(spaced(option)) ?? false
    // What the words of the list do not begin with is found by walking through it.
    for (let press = 0; !(await has()); press++) {
      if (press === CHOICES) throw new Error(`No ${option} under ${String(label)}`)
      await this.page.keyboard.press('ArrowDown')
    }
  }

  async picks(question: Name, choice: Name): Promise<void> {
    let stop = await this.to(/(?:)/, question, 'choice')
    for (let press = 0; press < CHOICES; press++) {
      if (stop.chosen && says(choice, stop.choice)) return
      await this.page.keyboard.press(stop.chosen ? 'ArrowDown' : 'Space')
      stop = (await focused(this.page))!
    }
    throw new Error(`No choice ${String(choice)} of ${String(question)}; the last was ${stop.name}`)
  }

  async ticks(label: Name, yes = true, within?: Name): Promise<void> {
    const { chosen } = await this.to(label, within, 'box')
    if (chosen !== yes) await this.page.keyboard.press('Space')
  }

  async unfolds(what: Name): Promise<void> {
    await this.to(what, undefined, 'button')
    await this.page.keyboard.press('Enter')
  }

  private async enters(): Promise<void> {
    const here = place(this.page)
    await leads(this.page, () => this.page.keyboard.press('Enter'))
    this.known.add(here)
  }

  /** Moves the focus there by Tab: on from where it is, or back where there is nothing ahead. */
  private async to(name: Name, within: Name | undefined, kind: Stop['kind']): Promise<Stop> {
    const sought = { name, within, kind }
    let way = await wayTo(this.page, sought)
    if (way?.pastMasthead) {
      await this.skipsMasthead()
      way = await wayTo(this.page, sought)
    }
    const known = this.known.has(place(this.page))
    for (let looks = 0; way && looks < LOOKS; looks++) {
      if (way.here && fits(sought, way.here)) {
        this.look(way.here)
        return way.here
      }
      if (!known && way.steps > 0) break
      await holdTab(this.page, way.steps)
      way = await wayTo(this.page, sought)
    }
    return this.walksTo(sought)
  }

  /** The first stop of a page leads past what is the same on all. */
  private async skipsMasthead(): Promise<void> {
    await this.page.keyboard.press('Tab')
    if ((await focused(this.page))?.name !== 'Skip to content') this.faults.push(`no way past ${place(this.page)}`)
    else await leads(this.page, () => this.page.keyboard.press('Enter'))
  }

  /** Presses Tab until the focus is there and looks at each stop; round the end of the page if need be. */
  private async walksTo(sought: Sought): Promise<Stop> {
    const met = new Set<string>()
    let before: Stop | undefined
    for (let press = 0; press < STOPS; press++) {
      const stop = await focused(this.page)
      if (stop && !met.has(stop.name)) this.look(stop, before)
      if (stop && fits(sought, stop)) return stop
      if (stop) met.add(`${stop.group && `${stop.group}: `}${stop.name}`)
      before = stop
      await this.page.keyboard.press('Tab')
    }
    const { name, kind } = sought
    throw new Error(`No ${kind} is called ${String(name)} on ${this.page.url()}; there were: ${[...met].join(' | ')}`)
  }

  private look(stop: Stop, before?: Stop): void {
    const where = `${stop.name || 'something without a name'} on ${new URL(this.page.url()).pathname}`
    if (stop.name === '') this.faults.push(where)
    if (!stop.ring) this.faults.push(`no ring: ${where}`)
    if (!stop.seen) this.faults.push(`out of sight: ${where}`)
    if (before && stop.bottom <= before.top && stop.left <= before.left)
      this.faults.push(`back up the page, from ${before.name}: ${where}`)
  }
}
