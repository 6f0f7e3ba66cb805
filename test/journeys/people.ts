import { readFile } from 'node:fs/promises'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import type { EmailAddress } from '../../src/kernel/email-address.ts'
import { translator, type TFunction } from '../../src/platform/i18n/i18n.ts'
import { Invitations } from '../../src/people/invitations.service.ts'
import type { TestApp } from '../harness.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { Visitor } from './visitor.ts'

/** Loads one of the sample meetings, at one of its releases. */
export const loadSample = async (
  app: TestApp,
  name: 'meeting' | 'meeting-briefing' | 'meeting-future',
  atRelease?: number,
  change: (file: ReturnType<typeof checkMeetingFile>) => void = () => undefined,
): Promise<Meeting> => {
  const url = new URL(`../../samples/${name}.json`, import.meta.url)
  const file = checkMeetingFile(JSON.parse(await readFile(url, 'utf8')))
  const documents = new URL(`../../samples/documents/${file.meeting.slug}`, import.meta.url).pathname
  change(file)
  return app.get(LoadMeeting).load(file, { documents, ...(atRelease && { atRelease }) })
}

type Language = 'en' | 'fr' | 'es'

/** The newest code that an address got, once it has `nth` mails: another mail may have come after it. */
export const newestCode = async (app: TestApp, address: string, nth: number): Promise<string> => {
  await app.mailbox.waitFor(address, nth)
  const codes = app.mailbox.to(address).flatMap(({ text }) => {
    const code = /\b(\d{4})\s?(\d{4})\b/.exec(text ?? '')
    return code ? [`${code[1]} ${code[2]}`] : []
  })
  const newest = codes.at(-1)
  if (!newest) throw new Error(`No code for ${address}`)
  return newest
}

/** What somebody wants of each day, in order; days that are shut are left out. */
type Days = readonly ('inPerson' | 'online' | 'none')[]

/** What somebody writes in the form. */
export interface Answers {
  job: string
  constituency: string
  /** ISO 3166-1 alpha-3. */
  state?: string
  organization?: string
  days: Days
}

/** Somebody who takes part, with a browser of their own. */
export class Participant extends Visitor {
  readonly t: TFunction

  constructor(
    app: TestApp,
    readonly address: string,
    readonly language: Language = 'en',
  ) {
    super(app)
    this.t = translator(language)
  }

  /** From the registration page through the e-mailed code to the form. */
  async signsIn(meeting: string): Promise<this> {
    const { t } = this
    const before = this.app.mailbox.to(this.address).length
    await this.opens(`/${this.language}/${meeting}/register`)
    if (!this.path.includes('/sign-in')) return this
    await this.answers(t('people:signIn.email'), this.address).presses(t('people:signIn.send'))
    const code = await newestCode(this.app, this.address, before + 1)
    await this.answers(t('people:code.label'), code).presses(t('people:code.continue'))
    return this
  }

  /** Fills in the form up to its last step. */
  async fillsIn(meeting: string, as: Answers): Promise<this> {
    const { t } = this
    const next = t('registration:save.continue')
    await this.signsIn(meeting)
    await this.answers(t('registration:you.given'), as.job).answers(t('registration:you.job'), as.job).presses(next)
    this.takes('claim[constituency]', as.constituency)
    if (as.state) this.fills('claim[state]', as.state)
    if (as.organization) this.fills('claim[organization]', as.organization)
    await this.presses(next)
    await this.chooses(as.days).presses(next)
    this.takes('answers[spoken-language]', this.language)
    if (this.choiceNames().includes('answers[un-badge]')) this.takes('answers[un-badge]', 'yes')
    await this.presses(next)
    return this
  }

  /** Agrees, and presses Send on the last step. */
  async sends(): Promise<this> {
    return this.ticks('consents[data]').presses(this.t('registration:save.send'))
  }

  /** Fills in the whole form and sends it. */
  async registers(meeting: string, as: Answers): Promise<this> {
    return (await this.fillsIn(meeting, as)).sends()
  }

  /** Ticks how they attend each day that is open to them. */
  chooses(days: Days): this {
    const open = this.choiceNames()
    days.forEach((mode, index) => {
      const name = open[index]
      if (name) this.takes(name, { inPerson: 'in-person', online: 'online', none: 'none' }[mode])
    })
    return this
  }
}

/** Somebody who organises; the invitation opens the desk. */
export class Organiser extends Visitor {
  async acceptsInvitation(address = 'organiser@example.org'): Promise<this> {
    const link = await this.app.get(Invitations).create({ role: 'organiser', email: address as EmailAddress })
    await this.opens(new URL(link).pathname)
    await this.presses('')
    await passesSecondFactor(this.app, address)
    return this.opens('/en/desk')
  }
}
