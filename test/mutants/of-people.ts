import { clausesOf, type Mutant } from './mutant.ts'

const DESK = 'src/people/desk.spec.ts'
const ROLES = 'test/journeys/roles.test.ts'
const SECOND_FACTOR = 'test/journeys/second-factor.test.ts'
const STEP_UP = 'src/people/second-factor/step-up.spec.ts'
const TOKENS = 'test/journeys/api-tokens.test.ts'

/** Who somebody is at the desk: by their sign-in, their role and their second factor. */
export const OF_PEOPLE: readonly Mutant[] = [
  ...clausesOf(
    'people/role-policy.ts',
    {
      'a role opens the desk to who signed in elsewhere': [
        'if (!reader?.opensDesk) return false',
        'if (!reader) return false',
      ],
      'a role in one meeting counts in all': [
        'this.people.may(reader.person, right, meeting)',
        'this.people.may(reader.person, right)',
      ],
      'a role in one meeting counts as one in all': [
        'await this.people.mayEverywhere(reader.person, right)',
        'await this.people.may(reader.person, right)',
      ],
      'no second factor is asked for': [
        "this.factors.isFresh(reader, stepUp ? 'lately' : 'given', sending) ||",
        'true ||',
      ],
      'who has a role somewhere has it in a meeting that there is not': [
        'if (slug !== undefined && meeting === undefined) return false',
        '',
      ],
      'every role gives every right': ['(await this.people.may(reader.person, right, meeting)) &&', ''],
      'a role in all meetings opens the desk to who signed in elsewhere': [
        'reader?.opensDesk && (await this.people.mayEverywhere',
        'reader && (await this.people.mayEverywhere',
      ],
      'the front of the desk opens to who signed in elsewhere': ['return opensDesk && (await', 'return (await'],
      'the front of the desk opens to who holds no role': ['(await this.people.rolesOf(person)).length > 0', 'true'],
    },
    DESK,
    ROLES,
  ),
  ...clausesOf(
    'people/role-policy.ts',
    {
      'the second factor of the day is never asked for again': ["stepUp ? 'lately' : 'given'", "'given'"],
      'making a token asks for no second factor of the day': ['{ ...ANY_ROLE, stepUp: true }', '{ ...ANY_ROLE }'],
    },
    SECOND_FACTOR,
    TOKENS,
  ),
  ...clausesOf(
    'people/people.service.ts',
    {
      'a role gives rights that are those of others': [
        'WHERE person_id = $1 AND role = ANY($2) AND ($3::uuid',
        'WHERE person_id = $1 AND $2::text[] IS NOT NULL AND ($3::uuid',
      ],
      'any role in all meetings gives every right in all': [
        'WHERE person_id = $1 AND role = ANY($2) AND meeting_id IS NULL LIMIT 1',
        'WHERE person_id = $1 AND $2::text[] IS NOT NULL AND meeting_id IS NULL LIMIT 1',
      ],
    },
    DESK,
    ROLES,
  ),
  ...clausesOf(
    'people/roles.ts',
    {
      'an agenda editor publishes': [
        "'agenda-editor': ['edit-agenda', 'translate']",
        "'agenda-editor': ['edit-agenda', 'translate', 'publish']",
      ],
      'a translator edits the agenda': ["translator: ['translate']", "translator: ['translate', 'edit-agenda']"],
      'a registration officer configures the meeting': [
        "'registration-officer': ['review-registrations', 'doors']",
        "'registration-officer': ['review-registrations', 'doors', 'configure-meeting']",
      ],
      'a desk officer reviews registrations': [
        "'desk-officer': ['doors']",
        "'desk-officer': ['doors', 'review-registrations']",
      ],
      'a host reads the agenda that is being prepared': ["host: ['host']", "host: ['host', 'edit-agenda']"],
    },
    'src/people/tokens/scopes.spec.ts',
    DESK,
    ROLES,
  ),
  ...clausesOf(
    'people/second-factor/step-up.ts',
    {
      'no second factor counts as one': ['if (secondFactor === undefined) return false', ''],
      'a second factor that was put off counts where the install is for production': [
        "if (secondFactor === 'put-off') return development",
        "if (secondFactor === 'put-off') return true",
      ],
      'what is only looked at is shown late, too': ['(sending ? LATE_HOURS : 0)', 'LATE_HOURS'],
    },
    STEP_UP,
    SECOND_FACTOR,
  ),
  ...clausesOf(
    'people/second-factor/second-factors.service.ts',
    {
      'whoever holds the mailbox adds a second factor of theirs': [
        'if (known.length && !this.isFresh(reader)) throw new SecondFactorNeeded()',
        '',
      ],
      'a second factor that there is can be put off': [' || (await this.of(reader.person)).length', ''],
      'a first one is put off where the install is for production': ['!this.mayBePutOff || ', ''],
      'a code of an app is good twice': ['AND last_step < $2', 'AND last_step IS NOT NULL'],
      'a recovery code is good twice': ['AND digest = ANY ($2) AND used_at IS NULL', 'AND digest = ANY ($2)'],
      'the last second factor can be removed': [
        'AND EXISTS (SELECT FROM second_factor WHERE person_id = $1 AND id::text <> $2)',
        '',
      ],
      'who set up anew stays signed in where somebody else is': [
        "await this.database.query('DELETE FROM sign_in WHERE person_id = $1', [person], tx)",
        '',
      ],
      'programs go on when a second factor was set up anew': [
        "await this.tokens.of(tx, person, 'second-factor', by)",
        '',
      ],
    },
    SECOND_FACTOR,
    TOKENS,
  ),
  ...clausesOf(
    'people/sign-ins.service.ts',
    {
      'a sign-in has no end': ['AND s.expires_at > $1', 'AND $1::timestamptz IS NOT NULL'],
      'whoever knows its id ends a sign-in of somebody else': [
        'DELETE FROM sign_in WHERE person_id = $1 AND id::text = $2 RETURNING id',
        'DELETE FROM sign_in WHERE $1::uuid IS NOT NULL AND id::text = $2 RETURNING id',
      ],
      'programs go on when their owner signed out everywhere': [
        "await this.tokens.of(tx, person, 'sign-out', person)",
        '',
      ],
    },
    'src/people/sign-in.spec.ts',
    TOKENS,
  ),
]
