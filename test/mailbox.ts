import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A message as the mail server got it. */
export interface Received {
  /** Who it was handed over for, in lower case. */
  to: readonly string[]
  mail: ParsedMail
}

/** A real mail server on this machine, and what came in. */
export class Mailbox {
  readonly received: Received[] = []
  private readonly refusals = new Map<string, number>()
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: (address, _session, done) => {
      const code = this.refusals.get(address.address.toLowerCase())
      if (code) done(Object.assign(new Error('refused'), { responseCode: code }))
      else done()
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then((mail) => {
        this.received.push({ to: session.envelope.rcptTo.map((to) => to.address.toLowerCase()), mail })
        done()
      }, done)
    },
  })

  /** Starts it; answers its `SMTP_URL`. */
  async start(): Promise<string> {
    this.server.on('error', () => undefined) // a client that hangs up
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`
  }

  /** All that came for an address, oldest first. */
  to(address: string): ParsedMail[] {
    return this.received.filter((one) => one.to.includes(address.toLowerCase())).map((one) => one.mail)
  }

  /** The `nth` message for an address (the first is 1), when it is there. */
  async waitFor(address: string, nth = 1, patience = 10_000): Promise<ParsedMail> {
    for (const begin = performance.now(); performance.now() - begin < patience; await wait(20)) {
      const mail = this.to(address)[nth - 1]
      if (mail) return mail
    }
    throw new Error(`No message ${nth} for ${address} within ${patience} ms; there are ${this.to(address).length}.`)
  }

  /** A message for an address whose subject has these words, when it is there; two mails may pass each other on the way. */
  async waitForSubject(address: string, words: string, patience = 10_000): Promise<ParsedMail> {
    for (const begin = performance.now(); performance.now() - begin < patience; await wait(20)) {
      const mail = this.to(address).find(({ subject }) => subject?.includes(words))
      if (mail) return mail
    }
    throw new Error(
      `No "${words}" for ${address} within ${patience} ms: ${this.to(address)
        .map((m) => m.subject)
        .join('; ')}`,
    )
  }

  /** From now on refuses an address with this reply code, such as 550; accepts it again without one. */
  refuse(address: string, code?: number): void {
    if (code) this.refusals.set(address.toLowerCase(), code)
    else this.refusals.delete(address.toLowerCase())
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.server.close(done))
  }
}
