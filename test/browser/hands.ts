import type { Locator, Page } from 'playwright-core'

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

/** What the parts of the desk fold behind where they are too many for the window. */
export const MENU = /^Menu\b/

/** Does something that leads to another page, and waits until it is there. */
export const leads = async (page: Page, act: () => Promise<void>): Promise<void> => {
  await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), act()])
}

/** Somebody with a mouse, or with a finger. */
export class Pointer implements Hands {
  constructor(
    readonly page: Page,
    private readonly touch = false,
  ) {}

  async follows(link: Name, within?: Name): Promise<void> {
    const target = this.around(within).getByRole('link', { name: link, exact: true }).first()
    // On a phone the parts of the desk fold behind one word.
    const menu = this.page.locator('summary').filter({ hasText: MENU, visible: true })
    if ((await target.count()) === 0 && (await menu.count()) > 0) await (this.touch ? menu.tap() : menu.click())
    await this.leadsBy(target)
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
