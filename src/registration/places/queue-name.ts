import { asId, isId } from '../../kernel/id.ts'
import { POOL_MODES } from '../registration.ts'
import type { Queue } from './pools.service.ts'

/** A queue in an address or a form: `2022-10-18.in-person`, and with a session `2022-10-18.online.<id>`. */
export const queueName = ({ day, mode, session }: Queue): string => [day, mode, ...(session ? [session] : [])].join('.')

/** The queue that such a name means, on one of these days; undefined for anything else. */
export const queueFrom = (name: string | undefined, days: readonly string[]): Queue | undefined => {
  const [day = '', asked, session, ...rest] = (name ?? '').split('.')
  const mode = POOL_MODES.find((one) => one === asked)
  if (!days.includes(day) || !mode || rest.length > 0) return undefined
  if (session === undefined) return { day, mode, session: null }
  return isId(session) && mode !== 'floor' ? { day, mode, session: asId(session) } : undefined
}
