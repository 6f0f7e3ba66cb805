import { routeFact } from './route-fact.ts'

/** Who may use a route. The folder that knows registers the judge of the name; the rest is for that judge. */
export interface PolicyKind {
  readonly name: string
  /** Organisers' pages: asks for a sign-in at the desk's own door, and strangers learn nothing (404). */
  readonly desk?: boolean
}

/** A right that an organiser holds in the meeting that the address names (`:meeting` or `:slug`). */
export interface RolePolicy<Right extends string = string> extends PolicyKind {
  readonly name: 'role'
  readonly desk: true
  readonly right: Right
  /** Asks for the second factor again when it was last given over a day ago. */
  readonly stepUp?: true
}

/** Everybody. */
export const PUBLIC: PolicyKind = { name: 'public' }

/** Whoever is signed in. */
export const SIGNED_IN: PolicyKind = { name: 'signed-in' }

/** Whoever has the secret that stands in the address (a feed, an invitation); the handler answers 404 to a wrong one. */
export const SECRET_ADDRESS: PolicyKind = { name: 'secret-address' }

/** The machine itself, or whoever has METRICS_TOKEN. */
export const OPERATOR: PolicyKind = { name: 'operator' }

/** Organisers with a right in the meeting of the address; judged by the folder that knows roles. */
export const role = <Right extends string>(right: Right, more: { stepUp?: true } = {}): RolePolicy<Right> => ({
  name: 'role',
  desk: true,
  right,
  ...more,
})

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: PolicyKind
  }
}

/** Declares who may use a route, or all routes of a controller that say nothing themselves. */
export const Policy = (policy: PolicyKind): ClassDecorator & MethodDecorator => routeFact('policy', () => policy)
