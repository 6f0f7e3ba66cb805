import { clausesOf, type Mutant } from './mutant.ts'

const TOKENS = 'test/journeys/api-tokens.test.ts'
const BEARER = 'src/platform/policies/bearer.spec.ts'
const POLICIES = 'src/platform/policies/policies.spec.ts'
const ALL_ROUTES = 'test/leaks/no-policy.test.ts'

/** What a token is good for, and what a route asks before it is called. */
export const OF_POLICIES: readonly Mutant[] = [
  ...clausesOf(
    'people/tokens/api-tokens.service.ts',
    {
      'a token that was stopped is good': [
        'AND t.stopped_at IS NULL AND t.ends_at > $2\n          AND',
        'AND t.ends_at > $2\n          AND',
      ],
      'a token that has ended is good': [
        'AND t.stopped_at IS NULL AND t.ends_at > $2\n          AND',
        'AND t.stopped_at IS NULL AND $2::timestamptz IS NOT NULL\n          AND',
      ],
      'a token made without a second factor is good where the install is for production': [
        'AND (NOT t.second_factor_put_off OR $3)',
        'AND $3::boolean IS NOT NULL',
      ],
      'a token whose owner has no role any more is good': [' AND ${COVERED}`,', '`,'],
      'a token for one meeting is good in another': [
        '(await this.meetings.idOf(slug)) !== found.meeting_id)',
        'false)',
      ],
      'a token is made for more than its owner is offered': [
        'wish.scopes,\n          this.secrets',
        "['read-agenda', 'edit-agenda', 'publish', 'read-registrations', 'review-registrations', 'export-registrations', 'configure-meeting'],\n          this.secrets",
      ],
    },
    TOKENS,
  ),
  ...clausesOf(
    'people/tokens/token-ends.service.ts',
    {
      'whoever knows its id stops a token of somebody else': [
        'SET stopped_at = $2 WHERE t.person_id = $1 AND',
        'SET stopped_at = $2 WHERE $1::uuid IS NOT NULL AND',
      ],
      'a role in any meeting covers a token for another': [
        '\n  AND (t.meeting_id IS NULL OR r.meeting_id IS NULL OR r.meeting_id = t.meeting_id))`',
        ')`',
      ],
    },
    TOKENS,
  ),
  ...clausesOf(
    'people/people.service.ts',
    {
      'a token is good again when its owner is given the role again': [
        'await this.tokens.withoutRole(tx, person, meeting, by)',
        '',
      ],
      'programs go on when the address of their owner was wrong': ["await this.tokens.of(tx, id, 'address')", ''],
      'who has a corrected address stays signed in': [
        "await this.database.query('DELETE FROM sign_in WHERE person_id = $1', [id], tx)",
        '',
      ],
    },
    TOKENS,
    'test/journeys/desk-registrations.test.ts',
  ),
  ...clausesOf(
    'people/tokens/token-form.ts',
    {
      'a token is made for what its owner may not do': [' || !offered.scopes.includes(scope)', ''],
      'a token is made for a meeting of others': ["if (!one && meeting !== 'all')", 'if (!meeting)'],
    },
    'src/people/tokens/token-form.spec.ts',
  ),
  ...clausesOf(
    'people/tokens/scopes.ts',
    {
      'every token is offered to every role': ['needs === undefined || rights.has(needs)', 'true'],
    },
    'src/people/tokens/scopes.spec.ts',
  ),
  ...clausesOf(
    'platform/policies/bearer.ts',
    {
      'the scopes of a token are not asked': [
        'if (!reader.token.scopes.includes(scope)) throw new InsufficientScope(scope)',
        '',
      ],
      'a token does what people do for themselves': [
        'if (scope === undefined || scope === NO_TOKEN) throw new NotForTokens()',
        'if (scope === undefined || scope === NO_TOKEN) return',
      ],
      'pages take tokens': ['if (!isForPrograms(routeOptions.url)) return undefined', ''],
    },
    BEARER,
    TOKENS,
  ),
  ...clausesOf(
    'platform/policies/token-scope.ts',
    {
      'what a token may read it may change': [
        '=== RequestMethod.GET ? reads : changes',
        '=== RequestMethod.GET ? reads : reads',
      ],
    },
    BEARER,
    TOKENS,
  ),
  ...clausesOf(
    'platform/policies/policy.guard.ts',
    {
      'nobody asks what a token was made for': ['insistOnScope(request.ctx.reader, tokenScope)', ''],
      'what is for everybody shows also what is being prepared': [
        'this.policies.isHidden(policy, request) === false',
        'true',
      ],
    },
    TOKENS,
    'test/journeys/setting-up.test.ts',
  ),
  ...clausesOf(
    'platform/http/readers.ts',
    {
      'a cookie beside a worthless token counts': [
        'token === undefined ? this.source?.(request) : this.tokens(token, request)',
        'token === undefined ? this.source?.(request) : this.tokens(token, request).catch(() => this.source?.(request))',
      ],
    },
    TOKENS,
  ),
  ...clausesOf(
    'platform/policies/policies.ts',
    {
      'a route that says nothing of who may use it starts': [
        'if (!policy) throw new Error(',
        'if (!policy) continue\n      if (!policy) throw new Error(',
      ],
      'a route with a policy that nobody judges starts': [
        'if (!this.judges.has(policy.name))\n        throw',
        'if (!this.judges.has(policy!.name))\n        void',
      ],
      'a route of the API that says nothing of tokens starts': [
        'if (isForPrograms(path) && !tokenScope)\n        throw',
        'if (isForPrograms(path) && !tokenScope)\n        void',
      ],
      'who did not sign in counts as signed in': [
        "this.judge('signed-in', (ctx) => ctx.reader !== undefined)",
        "this.judge('signed-in', () => true)",
      ],
      'what is being prepared is told by what asks for a sign-in': [
        'if (await this.isHidden(policy, request)) throw new NotFound()',
        '',
      ],
      'strangers learn what there is at the desk': [
        'return policy.desk ? new NotFound() : new Forbidden()',
        'return new Forbidden()',
      ],
      'what a judge refuses passes': ['throw refusal(policy, ctx, request)', ''],
    },
    POLICIES,
    ALL_ROUTES,
    'test/journeys/setting-up.test.ts',
  ),
  ...clausesOf(
    'platform/telemetry/operator.ts',
    {
      'what is passed on by a proxy counts as the machine itself': [
        'return isLoopback(ip) && !passedOn',
        'return isLoopback(ip)',
      ],
      'whoever asks is the machine itself': ['return isLoopback(ip) && !passedOn', 'return !passedOn'],
    },
    'src/platform/telemetry',
  ),
]
