import { performance } from 'node:perf_hooks'

/** How often to look, and so how far back a look goes. */
const WINDOW_MS = 200

/** Busier than this (1 is without a pause), people wait longer for their page because of what is done meanwhile: the
 * application shares its machine with PostgreSQL, which is as busy. */
const BUSY = 0.5

/** However busy, what gives way is begun after so long: a rush makes it late, and never stops it. */
const PATIENCE_MS = 3_000

/** Watches how busy this process is, so that what nobody waits for can give way to what people wait for. */
export class GivingWay {
  private busy = false
  private waiting: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined

  /** `utilization` answers how busy the process was since it was last asked: 0 to 1. */
  constructor(private readonly utilization: () => number = eventLoopUtilization()) {}

  start(): void {
    this.timer ??= setInterval(() => {
      this.busy = this.utilization() > BUSY
    }, WINDOW_MS).unref()
  }

  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.busy = false
  }

  /**
   * Resolves at once when there are hands free, else when there are, at the latest after three seconds. Who comes while
   * others wait waits with them and begins after them: a later mail to somebody does not overtake an earlier one.
   */
  async handsFree(): Promise<void> {
    if (!this.busy && !this.waiting) return
    this.waiting ??= this.untilFree().finally(() => {
      this.waiting = undefined
    })
    await this.waiting
  }

  private async untilFree(): Promise<void> {
    for (let waited = 0; this.busy && waited < PATIENCE_MS; waited += WINDOW_MS)
      await new Promise((go) => setTimeout(go, WINDOW_MS))
  }
}

const eventLoopUtilization = (): (() => number) => {
  let before = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization
  }
}
