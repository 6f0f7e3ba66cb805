import type { ColumnOptions, ValueTransformer } from 'typeorm'
import { toMilliseconds } from '../../kernel/time.ts'

const nullable = (to: (value: unknown) => string, from: (raw: unknown) => unknown): ValueTransformer => ({
  // A condition such as MoreThan(instant) hands its operand through here, so that it is an Instant as well.
  to: (value: unknown) => (value === null || value === undefined ? value : to(value)),
  from: (raw: unknown) => (raw === null || raw === undefined ? raw : from(raw)),
})

/** `timestamptz(3)` and `Temporal.Instant`: cut to milliseconds on the way in, so that what is read equals what was written. */
export const instantTransformer: ValueTransformer = nullable(
  (value) => (value instanceof Temporal.Instant ? toMilliseconds(value).toString() : String(value)),
  (raw) =>
    raw instanceof Date
      ? Temporal.Instant.fromEpochMilliseconds(raw.getTime())
      : Temporal.Instant.from(String(raw).replace(' ', 'T')),
)

/** `date` and `Temporal.PlainDate`; the driver gives dates as text, see `database.ts`. */
export const plainDateTransformer: ValueTransformer = nullable(String, (raw) => Temporal.PlainDate.from(String(raw)))

/** `time` and `Temporal.PlainTime`. */
export const plainTimeTransformer: ValueTransformer = nullable(String, (raw) => Temporal.PlainTime.from(String(raw)))

/** A moment: `@Column({ ...instantColumn, name: 'created_at' }) createdAt: Temporal.Instant`. */
export const instantColumn = {
  type: 'timestamp with time zone',
  precision: 3,
  transformer: instantTransformer,
} as const satisfies ColumnOptions

/** A day without a time or zone. */
export const plainDateColumn = { type: 'date', transformer: plainDateTransformer } as const satisfies ColumnOptions

/** A wall-clock time without a day. */
export const plainTimeColumn = { type: 'time', transformer: plainTimeTransformer } as const satisfies ColumnOptions
