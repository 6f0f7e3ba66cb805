import { seenAs } from '../../src/agenda/translating.service.ts'
import type { Route } from '../../src/platform/http/routes.ts'
import type { LeakHouse } from './house.ts'
import { FOCAL_POINT, type Reader } from './readers.ts'

// Who may send which command, whatever its policy says: the second opinion. And what would be done by it.

/** Commands that everybody may send. **A new one goes here**, whatever its policy says: this is the second opinion. */
const OF_EVERYBODY = [
  'POST /api/v1/sign-in',
  'POST /api/v1/sign-in/code',
  'POST /:locale/sign-in',
  'POST /:locale/desk/sign-in',
  'POST /:locale/sign-in/code',
  'POST /:locale/sign-in/code/again',
  'POST /:locale/sign-out',
]

/** Commands of whoever is signed in, on what is theirs alone (see `not-yours.test.ts`). **A new one goes here.** */
const OF_THE_SIGNED_IN = [
  'PUT /api/v1/meetings/:meeting/registration/draft',
  'POST /api/v1/meetings/:meeting/registration/submit',
  'PATCH /api/v1/meetings/:meeting/registration',
  'PATCH /api/v1/meetings/:meeting/registration/days',
  'DELETE /api/v1/meetings/:meeting/registration',
  'PUT /api/v1/meetings/:meeting/follows/:code',
  'DELETE /api/v1/meetings/:meeting/follows/:code',
  'PUT /api/v1/meetings/:meeting/calendar',
  'POST /api/v1/meetings/:meeting/calendar/replace',
  'DELETE /api/v1/meetings/:meeting/calendar',
  'PUT /api/v1/me/calendar',
  'POST /api/v1/me/calendar/replace',
  'DELETE /api/v1/me/calendar',
  'DELETE /api/v1/sign-ins/:id',
  'POST /:locale/:meeting/register/:step',
  'POST /:locale/:meeting/me/withdraw',
  'POST /:locale/:meeting/me/calendar',
  'POST /:locale/:meeting/me/mail',
  'POST /:locale/:meeting/me/calendar/replace',
  'POST /:locale/:meeting/me/calendar/stop',
  'POST /:locale/me/calendar',
  'POST /:locale/me/calendar/replace',
  'POST /:locale/me/calendar/stop',
  'POST /:locale/:meeting/my-agenda',
  'POST /:locale/:meeting/sessions/:code/follow',
  'POST /:locale/:meeting/sessions/:code/unfollow',
  'POST /:locale/:meeting/sessions/:code/join',
  'POST /:locale/me/sign-ins/:signIn/end',
  'POST /:locale/me/sign-ins/end-others',
  'PUT /api/v1/meetings/:meeting/registration/files/:question',
  'DELETE /api/v1/meetings/:meeting/registration/files/:question',
  'POST /api/v1/meetings/:meeting/registration/questions/:id',
  'POST /api/v1/meetings/:meeting/registration/offers/accept',
  'POST /api/v1/meetings/:meeting/registration/offers/refuse',
  'POST /api/v1/meetings/:meeting/registration/address',
  'POST /api/v1/meetings/:meeting/registration/address/code',
  'POST /api/v1/meetings/:meeting/my-delegations',
  'POST /api/v1/me/erasure',
  'POST /api/v1/me/erasure/code',
  'POST /:locale/me/data/erase',
  'POST /:locale/me/data/erase/code',
  'POST /:locale/:meeting/register/:step/draft',
  'POST /:locale/:meeting/me/questions/:id',
  'POST /:locale/:meeting/me/offer',
  'POST /:locale/:meeting/me/address',
  'POST /:locale/:meeting/me/address/code',
  'POST /:locale/:meeting/delegation/ask',
  'POST /:locale/:meeting/delegation/ask/:request/note',
  'PUT /api/v1/meetings/:meeting/my-delegations/requests/:request/note',
]

/** Commands of whoever holds a role, on their own second factor and tokens. **A new one goes here.** */
const OF_WHO_HOLDS_A_ROLE = [
  'POST /api/v1/sign-in/second-factor',
  'POST /:locale/desk/second-factor',
  'POST /:locale/desk/second-factor/options',
  'POST /:locale/desk/second-factor/set-up',
  'POST /:locale/desk/second-factor/set-up/options',
  'POST /:locale/desk/second-factor/later',
  'POST /:locale/desk/second-factors/recovery-codes',
  'POST /:locale/desk/second-factors/:factor/remove',
  'POST /:locale/desk/tokens/new',
  'POST /:locale/desk/tokens/stop',
  'POST /:locale/desk/tokens/:token/stop',
]

/** Commands of the focal points of the delegation that is asked about. **A new one goes here.** */
const OF_ITS_FOCAL_POINTS = [
  'POST /:locale/:meeting/delegation/:delegation/requests/:registration',
  'POST /:locale/:meeting/delegation/:delegation/requests/:registration/decline',
  'POST /:locale/:meeting/delegation/:delegation/people',
  'POST /:locale/:meeting/delegation/:delegation/name',
  'POST /:locale/:meeting/delegation/:delegation/paste',
  'POST /:locale/:meeting/delegation/:delegation/people/:registration/replace',
  'POST /:locale/:meeting/delegation/:delegation/people/:registration/remove',
  'POST /:locale/:meeting/delegation/:delegation/focal-points',
  'POST /:locale/:meeting/delegation/:delegation/focal-points/:person/remove',
  'POST /api/v1/meetings/:meeting/my-delegations/:delegation/people',
  'PATCH /api/v1/meetings/:meeting/my-delegations/:delegation/people/:registration',
  'POST /api/v1/meetings/:meeting/my-delegations/:delegation/people/:registration/confirm',
  'POST /api/v1/meetings/:meeting/my-delegations/:delegation/people/:registration/decline',
  'POST /api/v1/meetings/:meeting/my-delegations/:delegation/people/:registration/replace',
  'DELETE /api/v1/meetings/:meeting/my-delegations/:delegation/people/:registration',
  'POST /api/v1/meetings/:meeting/my-delegations/:delegation/focal-points',
  'DELETE /api/v1/meetings/:meeting/my-delegations/:delegation/focal-points/:person',
]

/** Whether a reader may send a command. */
export const isTheirs = (reader: Reader, { method, path }: Route): boolean =>
  OF_EVERYBODY.includes(`${method} ${path}`) ||
  (reader.signedIn === true && OF_THE_SIGNED_IN.includes(`${method} ${path}`)) ||
  (reader.role !== undefined && OF_WHO_HOLDS_A_ROLE.includes(`${method} ${path}`)) ||
  (reader === FOCAL_POINT && OF_ITS_FOCAL_POINTS.includes(`${method} ${path}`))

const TAKEN_OVER = { en: 'Taken over', fr: 'Repris', es: 'Tomado' }

/** Bodies that would be done if the sender were let in. **A new command goes here, unless it needs no body.** */
export const bodiesOf = ({ workingVersion, meeting }: LeakHouse): Readonly<Record<string, object>> => {
  const [day] = meeting.days.map(({ date }) => date.toString())
  const [first, second] = meeting.rooms.map(({ id }) => id)
  const reviewed = { workingVersion: String(workingVersion) }
  const session = {
    kind: 'panel',
    title: TAKEN_OVER,
    day,
    start: '19:00',
    end: '20:00',
    room: first,
    format: 'hybrid',
  }
  return {
    'PATCH /api/v1/meetings/:meeting/working-copy/:code': { version: 1, title: { en: 'Taken over' } },
    'PUT /api/v1/meetings/:meeting/working-copy/:code/access': { version: 1, attend: 'everyone', show: 'programme' },
    'POST /api/v1/meetings/:meeting/releases': { workingVersion, label: 'Corr.3', note: { en: 'Taken over' } },
    'POST /api/v1/meetings/:meeting/registrations/:id/decision': { decision: 'verify' },
    'POST /:locale/desk/:meeting/registrations/:id': { do: 'resend' },
    'POST /:locale/desk/:meeting/registrations/:id/:command': { why: 'Taken over' },
    'POST /:locale/desk/:meeting/registrations/bulk': { do: 'decline', whom: 'all' },
    'POST /:locale/desk/:meeting/registrations/bulk/:id': { step: 'start' },
    'POST /:locale/desk/:meeting/agenda/new': { ...session, code: 'QZTAKEN' },
    'POST /:locale/desk/:meeting/agenda/new/warnings': { ...session, code: 'QZTAKEN' },
    'POST /:locale/desk/:meeting/agenda/:code': { ...session, version: '1' },
    'POST /:locale/desk/:meeting/agenda/:code/warnings': { ...session, version: '1' },
    'POST /:locale/desk/:meeting/agenda/:code/move': {
      version: '1',
      how: 'time',
      day,
      start: '19:00',
      end: '20:00',
      room: first,
    },
    'POST /:locale/desk/:meeting/agenda/:code/rule': { version: '1', attend: 'everyone', show: 'programme' },
    'POST /:locale/desk/:meeting/agenda/:code/cancel': { version: '1' },
    'POST /:locale/desk/:meeting/agenda/:code/reinstate': { version: '1' },
    'POST /:locale/desk/:meeting/agenda/:code/delete': { version: '1' },
    'POST /:locale/desk/:meeting/agenda/shift': { day, from: '08:00', minutes: '15', do: 'apply', ...reviewed },
    'POST /:locale/desk/:meeting/agenda/swap': { first, second, day, do: 'apply', ...reviewed },
    'POST /:locale/desk/:meeting/agenda/import/:id': { do: 'take', ...reviewed },
    'POST /:locale/desk/:meeting/now': { session: 'PL-1', what: 'cancel', note: TAKEN_OVER, do: 'publish' },
    'POST /:locale/desk/:meeting/publish': { ...reviewed, label: 'Corr.3', note: { en: 'Taken over' } },
    'POST /:locale/desk/:meeting/releases/quiet': { quiet: '0' },
    'POST /:locale/desk/:meeting/releases/:release/withdraw': { tell: 'no' },
    'POST /:locale/desk/:meeting/releases/:release/put-back': reviewed,
    'POST /:locale/desk/:meeting/translate': {
      texts: [{ key: 'meeting/title', seen: seenAs(meeting.title.en ?? '', meeting.title.fr ?? ''), target: 'Repris' }],
    },
    'POST /:locale/desk/:meeting/settings/roles': { email: 'taken@over.example.org', role: 'organiser' },
    'POST /:locale/desk/:meeting/participants': { readers: 'public' },
    'PUT /api/v1/meetings/:meeting/participants/settings': { readers: 'public', byRules: ['member-state'] },
  }
}

/** All that is named here. */
export const namedCommands = (house: LeakHouse): string[] => [
  ...Object.keys(bodiesOf(house)),
  ...OF_EVERYBODY,
  ...OF_THE_SIGNED_IN,
  ...OF_WHO_HOLDS_A_ROLE,
  ...OF_ITS_FOCAL_POINTS,
]
