import { existsSync, readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { Injectable, type OnApplicationShutdown } from '@nestjs/common'
import { DomainError } from '../../kernel/domain-error.ts'
import type { Locale } from '../../kernel/locale.ts'
import { printableJson, type Printable } from './printable.ts'
import type { Commission, Delivery } from './typeset-worker.ts'

/** Too many documents are asked for at once; in a minute there is room again. */
export class TypesetterIsBusy extends DomainError {
  readonly code = 'unavailable'
  readonly status = 503
}

/** A document that could not be set: its template is wrong, or it took too long. */
export class CannotTypeset extends Error {}

/** A document to make. */
export interface PdfDocument {
  /** Where its template lies; it defines `body(given)`, and finds `given.title`, `given.language` and `given.data`. */
  template: URL
  language: Locale
  title: string
  /** Who publishes it. */
  author: string
  data: Printable
}

export interface TypesetterLimits {
  /** Documents that may wait while one is made. */
  queue: number
  /** Milliseconds for one document, the first of a thread with its start included. */
  patience: number
  /** Milliseconds without work after which the thread, which holds some 200 MB, is let go. */
  idle: number
}

const LIMITS: TypesetterLimits = { queue: 20, patience: 60_000, idle: 5 * 60_000 }

interface Waiting {
  commission: Commission
  done: (pdf: Buffer) => void
  failed: (error: Error) => void
}

/** Beside this file: as TypeScript, which Node reads by itself, or as built. */
const worker = (): URL => {
  const built = new URL('./typeset-worker.js', import.meta.url)
  return existsSync(built) ? built : new URL('./typeset-worker.ts', import.meta.url)
}

/**
 * Makes tagged PDFs with Typst, in one thread that starts with the first document and ends when idle. The same document
 * gives the same bytes. One that hangs or crashes fails alone: the next gets a new thread.
 */
@Injectable()
export class Typesetter implements OnApplicationShutdown {
  private readonly templates = new Map<string, string>()
  private readonly queue: Waiting[] = []
  private current: (Waiting & { timer: NodeJS.Timeout }) | undefined
  private thread: Worker | undefined
  private idle: NodeJS.Timeout | undefined
  private made = 0
  private limits = LIMITS

  /** With other limits; for tests. */
  static within(limits: Partial<TypesetterLimits>): Typesetter {
    const typesetter = new Typesetter()
    typesetter.limits = { ...LIMITS, ...limits }
    return typesetter
  }

  /** @throws TypesetterIsBusy, CannotTypeset */
  async typeset({ template, language, title, author, data }: PdfDocument): Promise<Buffer> {
    if (this.queue.length >= this.limits.queue) throw new TypesetterIsBusy()
    const commission: Commission = {
      id: ++this.made,
      template: this.read(template),
      given: printableJson({ title, author, language, data }),
    }
    return new Promise((done, failed) => {
      this.queue.push({ commission, done, failed })
      this.next()
    })
  }

  /** Whether a thread is there; it starts with the first document. */
  get isAwake(): boolean {
    return this.thread !== undefined
  }

  async onApplicationShutdown(): Promise<void> {
    for (const { failed } of this.queue.splice(0)) failed(new TypesetterIsBusy())
    await this.dismiss(new TypesetterIsBusy())
  }

  private read(template: URL): string {
    let text = this.templates.get(template.href)
    if (text === undefined) {
      text = readFileSync(template, 'utf8')
      this.templates.set(template.href, text)
    }
    return text
  }

  private next(): void {
    if (this.current) return
    const waiting = this.queue.shift()
    if (!waiting) return this.rest()
    clearTimeout(this.idle)
    const timer = setTimeout(() => {
      void this.dismiss(new CannotTypeset(`not done within ${this.limits.patience} ms`))
    }, this.limits.patience)
    timer.unref()
    this.current = { ...waiting, timer }
    this.thread ??= this.hire()
    this.thread.ref()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.thread.postMessage(waiting.commission)
  }

  private hire(): Worker {
    const thread = new Worker(worker(), {
      name: 'typesetter',
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    thread.on('message', (delivery: Delivery) => this.deliver(thread, delivery))
    thread.on('error', (error: unknown) => this.lose(thread, error))
    thread.on('exit', (code) => this.lose(thread, new Error(`the thread ended with ${code}`)))
    return thread
  }

  private deliver(thread: Worker, delivery: Delivery): void {
    const current = this.current
    if (thread !== this.thread || current?.commission.id !== delivery.id) return
    this.finish()
    if ('pdf' in delivery) current.done(Buffer.from(delivery.pdf.buffer, delivery.pdf.byteOffset, delivery.pdf.length))
    else current.failed(new CannotTypeset(delivery.error))
    this.next()
  }

  /** A thread that is gone takes the document it worked on with it, and only that. */
  private lose(thread: Worker, error: unknown): void {
    if (thread !== this.thread) return
    void this.dismiss(new CannotTypeset('the typesetter crashed', { cause: error }))
  }

  private finish(): void {
    clearTimeout(this.current?.timer)
    this.current = undefined
    this.thread?.unref() // an idle thread keeps no process alive
  }

  private async dismiss(error: Error): Promise<void> {
    const { current, thread } = this
    this.finish()
    clearTimeout(this.idle)
    this.thread = undefined
    current?.failed(error)
    this.next()
    await thread?.terminate()
  }

  private rest(): void {
    clearTimeout(this.idle)
    if (!this.thread) return
    this.idle = setTimeout(() => void this.dismiss(new TypesetterIsBusy()), this.limits.idle)
    this.idle.unref()
  }
}
