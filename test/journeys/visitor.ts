import { parse, type HTMLElement } from 'node-html-parser'
import supertest from 'supertest'
import type { TestApp } from '../harness.ts'

const words = (element: HTMLElement): string =>
  element.textContent.replace(/\s+/g, ' ').replaceAll('\u00a0', ' ').replaceAll('’', "'").trim()

const says = (element: HTMLElement, wanted: string): boolean =>
  words(element).toLowerCase().startsWith(wanted.replaceAll('’', "'").toLowerCase())

/** What to give a control: text, or whether a box is ticked. */
type Value = string | boolean

/**
 * Somebody with a browser that runs no scripts: opens pages, follows links by their words, answers questions by their
 * labels, presses buttons. What a page does not offer, they cannot do.
 */
export class Visitor {
  private readonly agent: ReturnType<typeof supertest.agent>
  private document: HTMLElement = parse('')
  private readonly given = new Map<HTMLElement, Value>()
  private readonly chosen = new Map<string, { fileName: string; bytes: Buffer }>()
  status = 0
  /** Path and query of the page that is open. */
  path = ''
  headers: Record<string, string> = {}
  /** The source of the page that is open. */
  source = ''

  constructor(
    readonly app: TestApp,
    readonly userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  ) {
    this.agent = app.browser()
  }

  /** Has signed in before: the browser has this cookie (`name=value`). */
  carries(cookie: string): this {
    this.agent.jar.setCookie(`${cookie}; Path=/`, new URL(this.app.url).hostname, '/')
    return this
  }

  /** Opens a page of ours, following redirects. */
  async opens(path: string): Promise<this> {
    return this.go('get', path)
  }

  /** Fetches bytes as they are: a file, JSON, a calendar. */
  async fetches(path: string): Promise<supertest.Response> {
    return this.agent.get(path).set('User-Agent', this.userAgent).buffer(true)
  }

  /** Sends JSON as a program would, signed in as they are; answers whatever comes back. */
  async asks(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body: object = {}): Promise<supertest.Response> {
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch'
    return this.agent[verb](path)
      .set('User-Agent', this.userAgent)
      .set('Origin', this.app.settings.baseUrl.origin)
      .send(body)
      .ok(() => true)
  }

  /** The same, as bytes. */
  async fetchesBytes(path: string): Promise<Buffer> {
    const response = await this.agent.get(path).set('User-Agent', this.userAgent).responseType('blob')
    return response.body as Buffer
  }

  /** The page's headline. */
  get headline(): string {
    const h1 = this.document.querySelector('h1')
    return h1 ? words(h1) : ''
  }

  /** All that the page says, in one line. */
  get text(): string {
    const body = this.document.querySelector('body')
    return body ? words(body) : this.source
  }

  get lang(): string {
    return this.document.querySelector('html')?.getAttribute('lang') ?? ''
  }

  /** What is wrong, as the summary above the headline says it. */
  get errors(): string[] {
    return this.document.querySelectorAll('.errors li').map(words)
  }

  /** Where a link leads; the first whose words begin so. */
  linkTo(text: string): string {
    const link = this.document.querySelectorAll('a').find((element) => says(element, text))
    if (!link) throw new Error(`No link "${text}" on ${this.path}: ${this.text.slice(0, 2000)}`)
    return link.getAttribute('href') ?? ''
  }

  has(selector: string): boolean {
    return this.document.querySelector(selector) !== null
  }

  async follows(text: string): Promise<this> {
    return this.opens(this.linkTo(text))
  }

  /** Gives an answer to the question with this label; for choices, `answer` is the words of the choice. */
  answers(question: string, answer: Value): this {
    const label = this.document.querySelectorAll('label').find((element) => says(element, question))
    const control = label && this.controlOf(label)
    if (control) {
      const type = control.getAttribute('type')
      if (control.tagName === 'SELECT') this.given.set(control, this.option(control, String(answer)))
      else if (type === 'radio') this.given.set(control, true)
      else this.given.set(control, answer)
      return this
    }
    const fieldset = this.document.querySelectorAll('fieldset').find((element) => {
      const legend = element.querySelector('legend')
      return legend && says(legend, question)
    })
    const choice = fieldset?.querySelectorAll('label').find((element) => says(element, String(answer)))
    const box = choice && this.controlOf(choice)
    if (!box) throw new Error(`No question "${question}" with "${answer}" on ${this.path}: ${this.text.slice(0, 2000)}`)
    this.given.set(box, true)
    return this
  }

  /** The names of the questions that are answered by one of several choices, in order. */
  choiceNames(): string[] {
    const radios = this.document.querySelectorAll('input[type="radio"]')
    return [...new Set(radios.map((radio) => radio.getAttribute('name') ?? ''))]
  }

  /** Takes the choice with this value, whatever its words. */
  takes(name: string, value: string): this {
    const choices = this.document.querySelectorAll('input[type="radio"]')
    const choice = choices.find((one) => one.getAttribute('name') === name && one.getAttribute('value') === value)
    if (!choice) throw new Error(`No choice ${name}=${value} on ${this.path}: ${this.text.slice(0, 2000)}`)
    this.given.set(choice, true)
    return this
  }

  /** Gives an answer to the control with this name; to a list, the value of an option. */
  fills(name: string, value: string): this {
    const controls = this.document.querySelectorAll('input, select, textarea')
    const control = controls.find((one) => one.getAttribute('name') === name)
    if (!control) throw new Error(`No control ${name} on ${this.path}: ${this.text.slice(0, 2000)}`)
    this.given.set(control, value)
    return this
  }

  /** Chooses a file for the control with this name. */
  uploads(name: string, fileName: string, bytes: Buffer): this {
    const control = this.document
      .querySelectorAll('input[type="file"]')
      .find((one) => one.getAttribute('name') === name)
    if (!control) throw new Error(`No file ${name} on ${this.path}: ${this.text.slice(0, 2000)}`)
    this.chosen.set(name, { fileName, bytes })
    return this
  }

  /** Ticks the box with this name. */
  ticks(name: string): this {
    const box = this.document
      .querySelectorAll('input[type="checkbox"]')
      .find((one) => one.getAttribute('name') === name)
    if (!box) throw new Error(`No box ${name} on ${this.path}: ${this.text.slice(0, 2000)}`)
    this.given.set(box, true)
    return this
  }

  /** Takes the tick out of the box with this id. */
  unticks(id: string): this {
    const box = this.document.querySelectorAll('input[type="checkbox"]').find((one) => one.id === id)
    if (!box) throw new Error(`No box ${id} on ${this.path}: ${this.text.slice(0, 2000)}`)
    this.given.set(box, false)
    return this
  }

  /** What stands in the control with this name. */
  valueOf(name: string): string {
    const controls = this.document.querySelectorAll('input, textarea')
    const control = controls.find((one) => one.getAttribute('name') === name)
    if (!control) throw new Error(`No control ${name} on ${this.path}: ${this.text.slice(0, 2000)}`)
    return control.tagName === 'TEXTAREA' ? control.textContent : (control.getAttribute('value') ?? '')
  }

  /** Sends the form of the button with these words. */
  async presses(text: string): Promise<this> {
    const button = this.document.querySelectorAll('button').find((element) => says(element, text))
    const of = button?.getAttribute('form')
    const form = of ? this.document.querySelector(`form[id="${of}"]`) : button?.closest('form')
    if (!button || !form) throw new Error(`No button "${text}" on ${this.path}: ${this.text.slice(0, 2000)}`)
    const pairs = this.successful(form)
    const name = button.getAttribute('name')
    if (name) pairs.push([name, button.getAttribute('value') ?? ''])
    const action = form.getAttribute('action') ?? this.path
    if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'get')
      return this.go('get', `${action.split('?')[0]}?${new URLSearchParams(pairs).toString()}`)
    if (form.getAttribute('enctype') === 'multipart/form-data') return this.go('post', action, pairs)
    return this.go('post', action, new URLSearchParams(pairs).toString())
  }

  private option(select: HTMLElement, answer: string): string {
    const options = select.querySelectorAll('option')
    const found = options.find((one) => words(one) === answer) ?? options.find((one) => says(one, answer))
    if (!found) throw new Error(`No option "${answer}" on ${this.path}`)
    return found.getAttribute('value') ?? words(found)
  }

  private controlOf(label: HTMLElement): HTMLElement | undefined {
    const id = label.getAttribute('for')
    const inside = label.querySelector('input, select, textarea')
    return (
      (id ? this.document.querySelectorAll('input, select, textarea').find((one) => one.id === id) : inside) ??
      undefined
    )
  }

  /** The name and value of each control that a browser would send (HTML, "constructing the form data set"). */
  private successful(form: HTMLElement): [string, string][] {
    const pairs: [string, string][] = []
    const radios = new Set<string>()
    for (const [control, value] of this.given)
      if (control.getAttribute('type') === 'radio' && value) radios.add(control.getAttribute('name') ?? '')
    for (const control of form.querySelectorAll('input, select, textarea')) {
      const name = control.getAttribute('name')
      if (!name || control.hasAttribute('disabled')) continue
      const given = this.given.get(control)
      const type = control.getAttribute('type')
      if (type === 'radio' || type === 'checkbox') {
        const taken = type === 'radio' && radios.has(name) ? given === true : (given ?? control.hasAttribute('checked'))
        if (taken) pairs.push([name, control.getAttribute('value') ?? 'on'])
      } else if (control.tagName === 'SELECT') {
        const selected = control.querySelectorAll('option').find((one) => one.hasAttribute('selected'))
        const first = control.querySelector('option')
        pairs.push([name, given === undefined ? ((selected ?? first)?.getAttribute('value') ?? '') : String(given)])
      } else if (type === 'file') {
        continue
      } else if (control.tagName === 'TEXTAREA') {
        pairs.push([name, given === undefined ? control.textContent : String(given)])
      } else {
        pairs.push([name, given === undefined ? (control.getAttribute('value') ?? '') : String(given)])
      }
    }
    return pairs
  }

  /** The request of a form: as text, or with its files. */
  private sending(target: string, body: string | [string, string][] | undefined): supertest.Test {
    const request = this.agent
      .post(target)
      .set('User-Agent', this.userAgent)
      .set('Origin', this.app.settings.baseUrl.origin)
      .redirects(0)
      .ok(() => true)
    if (!Array.isArray(body)) return request.set('Content-Type', 'application/x-www-form-urlencoded').send(body)
    for (const [name, value] of body) void request.field(name, value)
    for (const [name, { fileName, bytes }] of this.chosen) void request.attach(name, bytes, fileName)
    return request
  }

  private async go(method: 'get' | 'post', path: string, body?: string | [string, string][]): Promise<this> {
    let response: supertest.Response
    let at = new URL(path, this.app.url)
    let step = method
    for (let hops = 0; ; hops++) {
      if (hops > 10) throw new Error(`Redirected in circles at ${at.pathname}`)
      const target = at.pathname + at.search
      response =
        step === 'post'
          ? await this.sending(target, body)
          : await this.agent
              .get(target)
              .set('User-Agent', this.userAgent)
              .redirects(0)
              .ok(() => true)
      const location = response.headers['location'] as string | undefined
      if (response.status < 300 || response.status >= 400 || !location) break
      const next = new URL(location, at)
      // What is outside of this site is where a person goes on alone.
      if (next.origin !== new URL(this.app.url).origin) {
        at = next
        break
      }
      at = next
      step = 'get'
    }
    this.given.clear()
    this.chosen.clear()
    this.status = response.status
    this.headers = response.headers as Record<string, string>
    this.path = at.origin === new URL(this.app.url).origin ? at.pathname + at.search : at.href
    this.source = response.text ?? ''
    this.document = parse(this.source)
    return this
  }
}
