import type { RoleName } from '../../src/people/roles.ts'
import { SCOPES, type Scope } from '../../src/platform/policies/token-scope.ts'
import type { Standing } from './aviary.ts'
import { CODES } from './canaries.ts'

type Outcome =
  | 'unsent'
  | 'verified'
  | 'declined'
  | 'withdrawn'
  /** Nominated, and then another in their place. */
  | 'replaced'
  /** Verified, and then they changed their address, or their State. */
  | 'address-changed'
  | 'state-changed'

/** Somebody who asks, as the test says who they are. */
export interface Reader extends Standing {
  /** Absent for the public. */
  signedIn?: boolean
  claims?: { constituency: string; state?: string; organization?: string }
  /** Numbers of the days they asked for; all when absent. */
  asksFor?: readonly number[]
  /** In person when absent. */
  mode?: 'online'
  /** What became of them; their request waits when absent. */
  then?: Outcome
  /** Did not agree that the list of participants names them. */
  silent?: boolean
  role?: { name: RoleName; at: 'here' | 'elsewhere' | 'everywhere' }
  /** A program that asks with a token of the organiser of this name, and is nobody by itself. */
  token?: { of: string; scopes: readonly Scope[]; at?: 'here' | 'elsewhere'; ended?: 'stopped' | 'expired' }
}

const BOLIVIA = { constituency: 'member-state', state: 'BOL' }
const ARGENTINA = { constituency: 'member-state', state: 'ARG' }
const URUGUAY = { constituency: 'member-state', state: 'URY' }
const ACADEMIC = { constituency: 'academia', organization: 'Institute of population studies' }

export const PUBLIC: Reader = { name: 'the public', days: [] }
export const MEMBER_STATE: Reader = {
  name: 'a verified delegate of a Member State',
  signedIn: true,
  claims: ARGENTINA,
  asksFor: [2],
  then: 'verified',
  days: [2],
  constituency: 'member-state',
}
export const INVITED: Reader = {
  name: 'somebody invited to the closed session',
  signedIn: true,
  claims: ACADEMIC,
  then: 'verified',
  days: [1, 2],
  constituency: 'academia',
  invitedTo: [CODES.closed],
}
export const ELSEWHERE: Reader = {
  name: 'an organiser of another meeting',
  signedIn: true,
  days: [],
  role: { name: 'organiser', at: 'elsewhere' },
}
export const ORGANISER: Reader = {
  name: 'an organiser',
  signedIn: true,
  days: [],
  organises: true,
  role: { name: 'organiser', at: 'everywhere' },
}

/** Speaks for the delegation that has people, a contact address and a note verbale. */
export const FOCAL_POINT: Reader = {
  name: 'the focal point of a delegation',
  signedIn: true,
  days: [],
  leads: URUGUAY.state,
}
/** Asks to speak for that delegation too. */
export const OTHER_FOCAL_POINT: Reader = {
  name: 'the focal point of another delegation',
  signedIn: true,
  days: [],
  leads: 'CHL',
}

/** Was nominated by that focal point, and replaced: another speaks in their place. */
export const REPLACED: Reader = {
  name: 'a delegate who was replaced',
  signedIn: true,
  then: 'replaced',
  days: [],
  invitedTo: [CODES.closed, CODES.unlisted],
}
/** Asks to join the delegation that has a focal point. */
export const ASKS_TO_JOIN: Reader = {
  name: 'somebody whose request waits for the focal point',
  signedIn: true,
  claims: URUGUAY,
  asksFor: [2],
  days: [],
}
/** Has typed a claim and sent nothing; asked in vain to speak for a delegation. */
export const UNSENT: Reader = {
  name: 'somebody who claims to speak for a Member State and sent nothing',
  signedIn: true,
  claims: BOLIVIA,
  then: 'unsent',
  days: [],
}
export const MOVED: Reader = {
  name: 'a verified delegate who changed address since',
  signedIn: true,
  claims: ARGENTINA,
  then: 'address-changed',
  days: [],
  invitedTo: [CODES.closed, CODES.unlisted],
}

/** Reads what is being prepared, and knows nobody. */
export const AGENDA_PROGRAM: Reader = {
  name: 'a program with a token of an organiser, for the agenda alone',
  days: [],
  readsAgenda: true,
  token: { of: ORGANISER.name, scopes: ['read-agenda'] },
}
/** Programs with tokens: what was given to them, and what is left of what was. */
export const PROGRAMS: readonly Reader[] = [
  AGENDA_PROGRAM,
  {
    name: 'a program with a token of an organiser, for another meeting',
    days: [],
    token: { of: ORGANISER.name, scopes: SCOPES, at: 'elsewhere' },
  },
  {
    name: 'a program with a token of an organiser of another meeting',
    days: [],
    token: { of: ELSEWHERE.name, scopes: SCOPES },
  },
  {
    name: 'a program with a token of an organiser that was stopped',
    days: [],
    token: { of: ORGANISER.name, scopes: SCOPES, ended: 'stopped' },
  },
  {
    name: 'a program with a token of an organiser that has expired',
    days: [],
    token: { of: ORGANISER.name, scopes: SCOPES, ended: 'expired' },
  },
]

/** All who may not see everything. */
export const READERS: readonly Reader[] = [
  PUBLIC,
  { name: 'somebody signed in who never registered', signedIn: true, days: [] },
  { name: 'somebody who claims to speak for a Member State', signedIn: true, claims: BOLIVIA, asksFor: [2], days: [] },
  {
    name: 'a verified member of civil society',
    signedIn: true,
    claims: { constituency: 'civil-society', organization: 'Platform of associations' },
    then: 'verified',
    days: [1, 2],
    constituency: 'civil-society',
  },
  {
    name: 'a verified delegate of a Member State, on the other day',
    signedIn: true,
    claims: ARGENTINA,
    asksFor: [1],
    then: 'verified',
    silent: true,
    days: [1],
    constituency: 'member-state',
  },
  MEMBER_STATE,
  INVITED,
  {
    name: 'somebody invited to the unlisted session',
    signedIn: true,
    claims: { constituency: 'secretariat', organization: 'Network secretariat' },
    then: 'verified',
    days: [1, 2],
    constituency: 'secretariat',
    invitedTo: [CODES.unlisted],
  },
  {
    name: 'somebody who was declined, though invited',
    signedIn: true,
    claims: ARGENTINA,
    then: 'declined',
    days: [],
    invitedTo: [CODES.closed, CODES.unlisted],
  },
  {
    name: 'a delegate who withdrew',
    signedIn: true,
    claims: ARGENTINA,
    then: 'withdrawn',
    days: [],
    invitedTo: [CODES.closed, CODES.unlisted],
  },
  { name: 'a desk officer', signedIn: true, days: [], role: { name: 'desk-officer', at: 'here' } },
  { name: 'a host who was named for no session', signedIn: true, days: [], role: { name: 'host', at: 'here' } },
  ELSEWHERE,
  FOCAL_POINT,
  OTHER_FOCAL_POINT,
  UNSENT,
  ASKS_TO_JOIN,
  REPLACED,
  MOVED,
  {
    name: 'a verified delegate who changed State since',
    signedIn: true,
    claims: ARGENTINA,
    then: 'state-changed',
    days: [],
    invitedTo: [CODES.closed, CODES.unlisted],
  },
  {
    name: 'a verified observer',
    signedIn: true,
    claims: { constituency: 'observer-state', state: 'VAT' },
    then: 'verified',
    days: [1, 2],
    constituency: 'observer-state',
  },
  {
    name: 'a verified delegate of a Member State, online',
    signedIn: true,
    claims: ARGENTINA,
    asksFor: [2],
    mode: 'online',
    then: 'verified',
    days: [2],
    constituency: 'member-state',
  },
  { name: 'a translator', signedIn: true, days: [], translates: true, role: { name: 'translator', at: 'here' } },
]

/** Those whom the least is shown to, and the most: of all readers they ask for the most. */
export const LEAST_AND_BEST_INFORMED: readonly Reader[] = [PUBLIC, INVITED]

/** People, and the programs of some. */
export const ALL: readonly Reader[] = [...READERS, ...PROGRAMS]
