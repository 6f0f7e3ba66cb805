import type { Locator, Page } from 'playwright-core'
import { focused, type Stop } from './keyboard.ts'

/** What something is called: all of it, or a part. */
export type Name = string | RegExp

/** The ways in which somebody works with a page. Everything is found by what it is called, as they find it. */
export interface Hands {
  readonly page: Page
  /** Follows a link; `within` is what the group or region around it is called, here and below. */
  follows(link: Name, within?: Name): Promise<void>
  presses(button: Name, within?: Name): Promise<void>
  /** Writes over what stands in a field. */
  writes(label: Name, text: string, within?: Name): Promise<void>
  /** Chooses from a list. */
  chooses(label: Name, option: string, within?: Name): Promise<void>
  /** Takes one of several choices that all stand there. */
  picks(question: Name, choice: Name): Promise<void>
  /** Ticks a box, or takes its tick away. */
  ticks(label: Name, yes?: boolean, within?: Name): Promise<void>
  /** Opens what is folded away. */
  unfolds(what: Name): Promise<void>
}

/** Does something that leads to another page, and waits until it is there. */
const leads = async (page: Page, act: () => Promise<void>): Promise<void> => {
  await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), act()])
}

/** Somebody with a mouse, or with a finger. */
export class Pointer implements Hands {
  constructor(
    readonly page: Page,
    private readonly touch = false,
  ) {}

  async follows(link: Name, within?: Name): Promise<void> {
    await this.leadsBy(this.around(within).getByRole('link', { name: link, exact: true }).first())
  }

  async presses(button: Name, within?: Name): Promise<void> {
    await this.leadsBy(this.around(within).getByRole('button', { name: button, exact: true }).first())
  }

  async writes(label: Name, text: string, within?: Name): Promise<void> {
    await this.field(label, within).fill(text)
  }

  async chooses(label: Name, option: string, within?: Name): Promise<void> {
    const field = this.field(label, within)
    if ((await field.getAttribute('role')) !== 'combobox') {
      const choices = field.getByRole('option', { includeHidden: true })
      const value = await choices.filter({ hasText: option }).first().getAttribute('value')
      await field.selectOption(value ?? option)
      return
    }
    await field.fill(option)
    await this.page.getByRole('option', { name: option }).filter({ visible: true }).first().click()
  }

  async picks(question: Name, choice: Name): Promise<void> {
    const label = this.around(question).locator('label').filter({ hasText: choice }).first()
    await (this.touch ? label.tap() : label.click())
  }

  async ticks(label: Name, yes = true, within?: Name): Promise<void> {
    await this.around(within).getByRole('checkbox', { name: label, exact: true }).first().setChecked(yes)
  }

  async unfolds(what: Name): Promise<void> {
    await this.page.locator('summary').filter({ hasText: what }).click()
  }

  private around(name: Name | undefined): Page | Locator {
    if (name === undefined) return this.page
    const called = { name, exact: true }
    return this.page
      .getByRole('group', called)
      .or(this.page.getByRole('region', called))
      .or(this.page.getByRole('navigation', called))
      .or(this.page.getByRole('row', { name }))
      .first()
  }

  private field(label: Name, within?: Name): Locator {
    return this.around(within).getByLabel(label, { exact: true }).filter({ visible: true }).first()
  }

  private leadsBy(target: Locator): Promise<void> {
    return leads(this.page, () => (this.touch ? target.tap() : target.click()))
  }
}

/** As a name is compared: spaces that do not break are spaces. */
const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim()

const says = (name: Name, words: string): boolean =>
  typeof name === 'string' ? words === spaced(name) : name.test(words)

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

/** Somebody with a keyboard alone: Tab, Space, Enter, arrows and letters. Notes each stop that they could not see. */
export class Keyboard implements Hands {
  /** Stops without a ring, out of sight or without a name, and steps back up the page. */
  readonly faults: string[] = []

  constructor(readonly page: Page) {}

  async follows(link: Name, within?: Name): Promise<void> {
    await this.to(link, within, 'link')
    await this.enters()
  }

  async presses(button: Name, within?: Name): Promise<void> {
    await this.to(button, within, 'button')
    await this.enters()
  }

  async writes(label: Name, text: string, within?: Name): Promise<void> {
    const { type } = await this.to(label, within, 'field')
    const { keyboard } = this.page
    if (['date', 'time', 'datetime-local'].includes(type)) return this.writesMoment(text)
    await keyboard.press('Control+A')
    await keyboard.type(text)
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
    const { type } = await this.to(label, within, 'field')
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
      if (stop.chosen && (typeof choice === 'string' ? stop.name.includes(spaced(choice)) : choice.test(stop.name)))
        return
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

  private enters(): Promise<void> {
    return leads(this.page, () => this.page.keyboard.press('Enter'))
  }

  /** Presses Tab until the focus is there; goes on from where it is, round the end of the page if need be. */
  private async to(name: Name, within: Name | undefined, kind: Stop['kind']): Promise<Stop> {
    const met = new Set<string>()
    let before: Stop | undefined
    for (let press = 0; press < STOPS; press++) {
      const stop = await focused(this.page)
      if (stop && !met.has(stop.name)) this.look(stop, before)
      if (stop?.kind === kind && says(name, stop.name) && (within === undefined || says(within, stop.group)))
        return stop
      if (stop) met.add(`${stop.group && `${stop.group}: `}${stop.name}`)
      before = stop
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`No ${kind} is called ${String(name)} on ${this.page.url()}; there were: ${[...met].join(' | ')}`)
  }

  private look(stop: Stop, before: Stop | undefined): void {
    const where = `${stop.name || 'something without a name'} on ${new URL(this.page.url()).pathname}`
    if (stop.name === '') this.faults.push(where)
    if (!stop.ring) this.faults.push(`no ring: ${where}`)
    if (!stop.seen) this.faults.push(`out of sight: ${where}`)
    if (before && stop.bottom <= before.top && stop.left <= before.left)
      this.faults.push(`back up the page, from ${before.name}: ${where}`)
  }
}
