/** As what a delegation names somebody, in the order in which a list of participants has them. */
export const DELEGATION_ROLES = ['head', 'representative', 'alternate', 'adviser'] as const
export type DelegationRole = (typeof DELEGATION_ROLES)[number]
