import { IsOptional, IsString, MaxLength } from 'class-validator'
import { constituency } from '../../delegations/constituency.ts'
import type { QueueFilter } from '../../registration/review/queue.service.ts'

/** What of the queue can be shown by itself. */
export const ONLY = ['late', 'endorsed', 'answered', 'unreachable'] as const
export type Only = (typeof ONLY)[number]

/** What the address of a page of the queue says beside the request. */
export class ReviewQuery {
  @IsOptional() @IsString() @MaxLength(40) only?: string
  @IsOptional() @IsString() @MaxLength(100) as?: string
  /** The request that was decided on before this one. */
  @IsOptional() @IsString() @MaxLength(40) done?: string
  /** `yes`: it changed while somebody decided on it, so nothing was decided. */
  @IsOptional() @IsString() @MaxLength(3) changed?: string
  /** A prepared sentence to start from. */
  @IsOptional() @IsString() @MaxLength(40) start?: string
  /** Turns pressing buttons by keys on or off for this reviewer (WCAG 2.1.4). */
  @IsOptional() @IsString() @MaxLength(3) keys?: string
  /** Which of two registrations is kept. */
  @IsOptional() @IsString() @MaxLength(40) keep?: string
}

/** What of it narrows the queue; whatever makes no sense is not asked. */
export const filterFrom = ({ only, as }: ReviewQuery): QueueFilter => ({
  ...(ONLY.some((one) => one === only) && { [only as Only]: true }),
  ...(as && constituency(as) && { constituency: as }),
})

/** The same as the end of an address, so that the filter stays while one works through the queue. */
export const queryOf = ({ only, as }: ReviewQuery, more: Readonly<Record<string, string>> = {}): string => {
  const query = new URLSearchParams({
    ...(only && ONLY.some((one) => one === only) && { only }),
    ...(as && constituency(as) && { as }),
    ...more,
  }).toString()
  return query && `?${query}`
}
