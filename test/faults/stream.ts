import { setTimeout as wait } from 'node:timers/promises'
import type { PersonId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { send, type Answer, type Applicant } from './house.ts'

/** How many send at the same time. */
const HANDS = 4

/** How long one person goes on trying before the test is given up. */
const PATIENCE = 90_000

/**
 * People who send their forms, a few at a time, and press again when no answer comes, as people do: the same click, until
 * it is answered. From then on they are certain, and press no more.
 */
export class Stream {
  /** What those were told who were answered that their registration is received. */
  readonly received = new Map<PersonId, Answer>()
  /** How often somebody had to press again. */
  again = 0
  readonly ended: Promise<unknown>

  constructor(url: string, meeting: Meeting, people: readonly Applicant[]) {
    const queue = people.values()
    const hand = async (): Promise<void> => {
      for (const person of queue) this.received.set(person.person, await this.press(url, meeting, person))
    }
    this.ended = Promise.all(Array.from({ length: HANDS }, hand))
  }

  /** Settles when so many more have been answered, or all. */
  async more(count: number): Promise<void> {
    const wanted = this.received.size + count
    let over = false
    void this.ended.finally(() => (over = true)).catch(() => undefined)
    while (this.received.size < wanted && !over) await wait(2)
  }

  private async press(url: string, meeting: Meeting, person: Applicant): Promise<Answer> {
    for (const begin = performance.now(); performance.now() - begin < PATIENCE; await wait(50)) {
      const answer = await send(url, meeting, person).catch(() => undefined)
      if (answer?.status === 200) return answer
      if (answer && answer.status < 500) throw new Error(`Who pressed Send was answered ${JSON.stringify(answer)}.`)
      this.again++
    }
    throw new Error(`Somebody was not answered for ${PATIENCE} ms.`)
  }
}
