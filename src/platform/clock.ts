import { Injectable } from '@nestjs/common'

/** What time it is: injected wherever now matters, so that a test can live any day. */
export abstract class Clock {
  abstract now(): Temporal.Instant
}

/** The machine's clock, in milliseconds, as `timestamptz(3)` keeps them. */
@Injectable()
export class SystemClock extends Clock {
  override now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(Date.now())
  }
}
