import { randomBytes, randomUUID } from 'node:crypto'
import type { InjectOptions, Response as InjectedResponse } from 'light-my-request'
import { parse, type HTMLElement } from 'node-html-parser'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId } from '../../src/kernel/id.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { routesOf, type Route } from '../../src/platform/http/routes.ts'
import type { Draft } from '../../src/registration/registration.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample } from '../journeys/people.ts'
import { addressesOf } from '../leaks/addresses.ts'
import { stateOf } from '../leaks/stored.ts'
import type { HostileFile } from './bodies.ts'

/** A form as a browser would send it: where, and each field with what stands in it. */
export interface FormFound {
  action: string
  fields: [string, string][]
  files: string[]
  /** Fields that nobody types in (hidden ones, choices): tampered with, they need no words of their own. */
  fixed: string[]
  multipart: boolean
}

/** One request, and what it is called when it goes wrong. */
export interface Thrown {
  what: string
  request: InjectOptions
}

/** What came back. */
export interface Caught extends Thrown {
  status: number
  type: string
  location: string | undefined
  text: string
}

const FORM = 'application/x-www-form-urlencoded'

const valueOf = (control: HTMLElement): string => {
  if (control.tagName === 'TEXTAREA') return control.textContent
  if (control.tagName !== 'SELECT') return control.getAttribute('value') ?? ''
  const options = control.querySelectorAll('option')
  return (options.find((one) => one.hasAttribute('selected')) ?? options[0])?.getAttribute('value') ?? ''
}

const isFixed = (control: HTMLElement): boolean =>
  ['SELECT', 'BUTTON'].includes(control.tagName) ||
  ['hidden', 'radio', 'checkbox'].includes(control.getAttribute('type') ?? '')

const formsIn = (html: string): FormFound[] =>
  parse(html)
    .querySelectorAll('form')
    .filter((form) => form.getAttribute('method') === 'post')
    .map((form) => {
      const controls = form.querySelectorAll('input, select, textarea').filter((one) => one.getAttribute('name'))
      const fields: [string, string][] = []
      const radios = new Set<string>()
      for (const control of controls) {
        const name = control.getAttribute('name')!
        const type = control.getAttribute('type')
        if (type === 'file' || control.hasAttribute('disabled')) continue
        if (type === 'radio') {
          const group = controls.filter((one) => one.getAttribute('name') === name)
          const taken = group.find((one) => one.hasAttribute('checked')) ?? group[0]
          if (!radios.has(name)) fields.push([name, taken?.getAttribute('value') ?? 'on'])
          radios.add(name)
        } else if (type !== 'checkbox') fields.push([name, valueOf(control)])
        else if (control.hasAttribute('checked')) fields.push([name, control.getAttribute('value') ?? 'on'])
      }
      // It is sent by its first button.
      const button = form.querySelector('button[name]')
      if (button) {
        controls.push(button)
        fields.push([button.getAttribute('name')!, button.getAttribute('value') ?? ''])
      }
      return {
        action: form.getAttribute('action') ?? '',
        fields,
        fixed: controls.filter(isFixed).map((one) => one.getAttribute('name')!),
        files: controls.filter((one) => one.getAttribute('type') === 'file').map((one) => one.getAttribute('name')!),
        multipart: form.getAttribute('enctype') === 'multipart/form-data',
      }
    })

/** Lines that say things as they happen: no answer of theirs ever ends. Their parameters are those of the pages beside them. */
const STAYS_OPEN = /\/events$/

/** What would sign the asker out, or end their registration: what is refused after that says nothing, and what is refused before might be taken. */
export const ENDS_IT = /sign-out|sign-ins|erasure$|me\/withdraw$/

/** Forms that differ only in what they are about are one. */
const kindOf = ({ action, fields, files }: FormFound): string =>
  [action.split('#')[0], ...fields.map(([name]) => name), ...files]
    .join(' ')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, 'N')

/** The whole application, and somebody to whom all of its doors are open: organiser, focal point and participant. */
export class HostileHouse {
  readonly routes: readonly Route[]
  private requests = 0

  private constructor(
    readonly app: TestApp,
    readonly meeting: Meeting,
    private readonly cookie: string,
    private readonly values: Readonly<Record<string, readonly string[]>>,
  ) {
    this.routes = routesOf(app.app).filter(({ method, path }) =>
      method === 'GET' ? !STAYS_OPEN.test(path) : !ENDS_IT.test(path),
    )
  }

  static async open(): Promise<HostileHouse> {
    const app = await startApp({ now: '2022-09-27T09:00:00Z', settings: { trustProxy: true } })
    const loaded = await loadSample(app, 'meeting', 1)
    await app.database.transaction((tx) =>
      app.get(Meetings).configureRegistration(tx, loaded.id, (now) => ({
        ...now,
        badge: { passport: true, photo: true },
        questions: [
          ...now.questions,
          ...(['short-text', 'long-text', 'date', 'number', 'country', 'phone', 'file'] as const).map((type) => ({
            id: `asks-${type}`,
            type,
            required: false,
            label: { en: `A ${type}` },
          })),
        ],
      })),
    )
    const meeting = await app.get(Meetings).byId(loaded.id)
    const { person, cookie } = await somebody(app, 'organiser@example.org')
    await register(app, meeting, person)
    const other = await register(app, meeting, (await somebody(app, 'other@example.org')).person)
    const waiting = await register(app, meeting, (await somebody(app, 'third@example.org')).person)
    const delegation = await delegationOf(app, meeting, person)
    return new HostileHouse(app, meeting, cookie, {
      locale: ['en'],
      meeting: [meeting.slug],
      slug: [meeting.slug],
      code: ['PL-1'],
      label: ['draft'],
      key: ['agenda-provisional'],
      language: ['en'],
      step: ['you', 'representing', 'attendance', 'needs', 'check'],
      id: [other],
      other: [waiting],
      registration: [other],
      delegation: [delegation],
      request: [delegation],
      person: [person],
      question: ['asks-date'],
      command: ['decline'],
      secret: ['A'.repeat(43)],
      signIn: [newId()],
      file: [newId()],
      mail: [newId()],
      format: ['csv'],
    })
  }

  /** A route's address as somebody who uses it would have it. */
  addresses(route: Route, instead: Readonly<Record<string, string>> = {}): string[] {
    const values = new Proxy(this.values, {
      get: (target, name: string) => (instead[name] === undefined ? (target[name] ?? [newId()]) : [instead[name]]),
    })
    return addressesOf(route, values)
  }

  /** Every form on every page that can be opened, once. */
  async forms(): Promise<FormFound[]> {
    const found = new Map<string, FormFound>()
    for (const route of this.routes.filter(({ method, path }) => method === 'GET' && !path.startsWith('/api')))
      for (const address of this.addresses(route)) {
        // The way in is shown to who is not in.
        const headers = route.path.endsWith('/sign-in') ? { cookie: '' } : {}
        const { text, type } = await this.ask({ what: address, request: { method: 'GET', url: address, headers } })
        if (!type.startsWith('text/html')) continue
        for (const form of formsIn(text).filter(({ action }) => !ENDS_IT.test(action))) found.set(kindOf(form), form)
      }
    return [...found.values()]
  }

  /** A form sent with some of its fields changed. */
  form({ action, fields, multipart }: FormFound, changed: (field: string) => boolean, value: string): InjectOptions {
    const pairs = fields.map(([field, before]): [string, string] => [field, changed(field) ? value : before])
    return multipart
      ? this.multipart(action, pairs)
      : {
          method: 'POST',
          url: action,
          headers: { 'content-type': FORM },
          payload: pairs.map(([field, text]) => `${encode(field)}=${encode(text)}`).join('&'),
        }
  }

  /** A form with a file; the name of the file stands in the header as it is, as an unkind client would send it. */
  multipart(action: string, pairs: readonly [string, string][], file?: HostileFile & { field: string }): InjectOptions {
    const boundary = `b${randomUUID()}`
    const parts: Buffer[] = pairs.map(([name, value]) =>
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    )
    if (file)
      parts.push(
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${file.fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
        ),
        file.bytes,
        Buffer.from('\r\n'),
      )
    return {
      method: 'POST',
      url: action,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    }
  }

  /** Sends a request as the one to whom all doors are open, each from a network of its own. */
  async ask({ what, request }: Thrown): Promise<Caught> {
    const n = this.requests++
    // Limits are tested elsewhere; here they would only hide what lies behind them.
    if (n % 25 === 0) await this.app.database.query('DELETE FROM rate_limit')
    const reply: InjectedResponse = await this.app.app.inject({
      ...request,
      headers: {
        accept: 'text/html,*/*',
        cookie: this.cookie,
        'x-forwarded-for': `192.0.${(n >> 8) % 256}.${n % 256}`,
        ...(request.method !== 'GET' && { origin: this.app.settings.baseUrl.origin }),
        ...request.headers,
      },
    })
    return {
      what,
      request,
      status: reply.statusCode,
      type: String(reply.headers['content-type'] ?? ''),
      location: reply.headers.location,
      text: reply.body,
    }
  }

  /** Sends them all, a few at once, in their order. */
  async askAll(all: readonly Thrown[]): Promise<Caught[]> {
    const caught: Caught[] = []
    let next = 0
    const one = async (): Promise<void> => {
      for (let index = next++; index < all.length; index = next++) caught[index] = await this.ask(all[index]!)
    }
    await Promise.all(Array.from({ length: 6 }, one))
    return caught
  }

  /** A digest of every row; tries at a code are counted on purpose. */
  async state(): Promise<Record<string, string>> {
    const { sign_in_code: _tries, ...state } = await stateOf(this.app)
    return state
  }
}

/** As browsers do: a half surrogate is sent as the sign for what cannot be read. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+')

const somebody = async (app: TestApp, address: string): Promise<{ person: PersonId; cookie: string }> => {
  const secret = randomBytes(32).toString('base64url')
  const person = await app.database.transaction(async (tx) => {
    const id = await app.get(People).ensure(tx, emailFrom(address)!, 'en')
    if (address.startsWith('organiser')) await app.get(People).grant(tx, id, 'organiser')
    await app.get(SignIns).open(tx, {
      person: id,
      secret,
      opensDesk: true,
      secondFactor: app.clock.now(),
      stays: false,
      device: 'Firefox, Linux',
      expiresAt: app.clock.now().add({ hours: 12 }),
    })
    return id
  })
  return { person, cookie: `plenary-sign-in=${secret}` }
}

const register = async (app: TestApp, meeting: Meeting, person: PersonId): Promise<string> => {
  const draft: Draft = {
    names: { givenNames: 'Ana', familyName: 'Andrade' },
    jobTitle: 'Second Secretary',
    claim: { constituency: 'member-state', state: 'ARG', organization: '' },
    wishes: meeting.days.map(({ date }) => ({ day: date.toString(), mode: 'online', meanwhile: false })),
    answers: { 'spoken-language': 'en', 'un-badge': 'yes' },
    language: 'en',
  }
  await app.get(Registrations).saveDraft(meeting, person, draft, 'en')
  const { id } = await app
    .get(Registrations)
    .submit(meeting, person, { submissionId: randomUUID(), consents: { data: true, list: true } })
  return id
}

const delegationOf = async (app: TestApp, meeting: Meeting, person: PersonId): Promise<string> => {
  const now = app.clock.now().toString()
  const [found] = await app.database.query<{ id: string }>(
    `INSERT INTO delegation (id, meeting_id, constituency, state, created_at) VALUES ($1, $2, 'member-state', 'ARG', $3)
     ON CONFLICT ON CONSTRAINT delegation_once DO UPDATE SET organization = '' RETURNING id`,
    [newId(), meeting.id, now],
  )
  await app.database.query(
    `INSERT INTO focal_point (id, delegation_id, person_id, state, created_at, changed_at) VALUES ($1, $2, $3, 'active', $4, $4)`,
    [newId(), found!.id, person, now],
  )
  return found!.id
}
