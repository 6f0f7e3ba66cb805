/** One clause of a policy, weakened: `part` stands in `file` exactly once. */
export interface Mutant {
  /** What holds no more. */
  what: string
  /** In `src/`. */
  file: string
  part: string
  instead: string
  /** Where it is tested, when that is not the gate's own tests. */
  tests?: readonly string[]
}

const RULE = 'access/rule.ts'
const LEVELS = 'access/levels.ts'
const SIGHT = 'access/sight.ts'
const KEY = 'access/audience-key.ts'
const VIEW = 'access/view-of.ts'
const GATE = 'access/gate.service.ts'
const CALENDAR = 'access/calendar-facts.ts'
const COMPARISON = 'access/comparison.ts'
const CHANGES = 'access/changes.ts'
const FACTS = 'registration/known-facts.ts'
const LISTED = 'registration/participants/listed.ts'
const MATERIAL = 'materials/material.ts'
const DOOR = 'checkin/door.ts'
const ROLE = 'people/role-policy.ts'
const FOCAL_POINT = 'delegations/focal-point-policy.ts'
const HOSTS = 'checkin/hosts.service.ts'

const OF_FACTS = ['src/registration/registration-facts.service.spec.ts', 'src/registration/standing.spec.ts']
const OF_JOINING = ['test/journeys/joining.test.ts']
const OF_LIST = ['src/registration/participants/listed.spec.ts']
const OF_MATERIAL = ['src/materials/material.spec.ts']
const OF_ROLES = ['src/people/desk.spec.ts', 'src/people/second-factor', 'test/journeys/roles.test.ts']

/** Shows a field of the table one level too early. */
const shown = (field: string, row: string, early: string): Mutant => ({
  what: `${field} is shown one level too early`,
  file: LEVELS,
  part: `  ${field}: ${row}`,
  instead: `  ${field}: ${early}`,
})

const FROM_LISTED = '{ closed: false, listed: true, programme: true, attend: true },'
const FROM_PROGRAMME = '{ closed: false, listed: false, programme: true, attend: true },'
const FROM_ATTEND = '{ closed: false, listed: false, programme: false, attend: true },'
const ALWAYS = '{ closed: true, listed: true, programme: true, attend: true },'

/** Every clause of the gate, and of the policies beside it, weakened one at a time. **A new clause goes here.** */
export const MUTANTS: readonly Mutant[] = [
  {
    what: 'who has no place on the day of a session may attend it',
    file: RULE,
    part: 'facts.days.has(day) &&',
    instead: 'true &&',
  },
  {
    what: 'a place on any day opens every day',
    file: RULE,
    part: 'facts.days.has(day) &&',
    instead: 'facts.days.size > 0 &&',
  },
  {
    what: 'constituencies are not asked for',
    file: RULE,
    part: '(!rule.constituencies || (facts.constituency !== undefined && rule.constituencies.includes(facts.constituency))) &&',
    instead: '',
  },
  {
    what: 'a constituency, any, is enough',
    file: RULE,
    part: ' && rule.constituencies.includes(facts.constituency))',
    instead: ')',
  },
  {
    what: 'groups are not asked for',
    file: RULE,
    part: 'rule.groups.every((groups) => groups.some((group) => facts.groups.has(group)))',
    instead: 'true',
  },
  {
    what: 'of two rules that invite, one is enough',
    file: RULE,
    part: 'rule.groups.every((groups) => groups.some((group) => facts.groups.has(group)))',
    instead: '(!rule.groups.length || rule.groups.some((groups) => groups.some((group) => facts.groups.has(group))))',
  },
  {
    what: 'being in some group is enough',
    file: RULE,
    part: 'facts.groups.has(group)',
    instead: 'facts.groups.size > 0 && group',
  },
  {
    what: 'of two levels the higher one holds',
    file: RULE,
    part: 'SHOW_LEVELS.indexOf(a) > SHOW_LEVELS.indexOf(b) ? a : b',
    instead: 'SHOW_LEVELS.indexOf(a) < SHOW_LEVELS.indexOf(b) ? a : b',
  },
  {
    what: 'of two rules only the first says what is shown',
    file: RULE,
    part: 'show: lower(a.show, b.show),',
    instead: 'show: a.show,',
  },
  {
    what: 'of two rules for constituencies both kinds may attend',
    file: RULE,
    part: 'a.constituencies.filter((id) => b.constituencies!.includes(id))',
    instead: '[...a.constituencies, ...b.constituencies]',
  },
  {
    what: 'a rule for constituencies ends with one for everyone',
    file: RULE,
    part: ': (a.constituencies ?? b.constituencies)',
    instead: ': undefined',
  },
  {
    what: 'of two rules only the first says who is invited',
    file: RULE,
    part: ': a.groups.length === 0 ? b.groups : eachOf(a.groups, b.groups)',
    instead: ': a.groups',
  },
  {
    what: 'a session of which no rule is saved is open to everyone',
    file: RULE,
    part: "NOBODY: Rule = { groups: [[]], show: 'unlisted' }",
    instead: "NOBODY: Rule = { groups: [], show: 'programme' }",
  },
  {
    what: 'a session by invitation is said to be for everyone',
    file: RULE,
    part: 'rule.groups.length || rule.constituencies?.length === 0',
    instead: 'rule.constituencies?.length === 0',
  },
  {
    what: 'what is unlisted is shown as closed',
    file: LEVELS,
    part: "rule.show === 'unlisted' ? undefined : rule.show",
    instead: "rule.show === 'unlisted' ? 'closed' : rule.show",
  },
  {
    what: 'a person is shown what those see who may attend',
    file: LEVELS,
    part: "audience.kind === 'person' && mayAttend(rule, audience.facts, day)",
    instead: "audience.kind === 'person'",
  },
  ...['id', 'code', 'kind', 'title', 'format', 'interpretation', 'openTo'].map((field) =>
    shown(field, FROM_LISTED, ALWAYS),
  ),
  ...['abstract', 'officers', 'items'].map((field) => shown(field, FROM_PROGRAMME, FROM_LISTED)),
  ...['online', 'capacity'].map((field) => shown(field, FROM_ATTEND, FROM_PROGRAMME)),
  {
    what: 'a rule saved since is not asked',
    file: SIGHT,
    part: 'saved ? stricter(ruleOf(session.access), ruleOf(saved.rule)) : NOBODY',
    instead: 'saved ? ruleOf(session.access) : NOBODY',
  },
  {
    what: 'a rule saved since acts without a release, also where it is looser',
    file: SIGHT,
    part: 'saved ? stricter(ruleOf(session.access), ruleOf(saved.rule)) : NOBODY',
    instead: 'saved ? ruleOf(saved.rule) : NOBODY',
  },
  {
    what: 'an old release is not bounded by the one in force',
    file: SIGHT,
    part: 'before && before !== session ? stricter(all, ruleOf(before.access)) : all',
    instead: 'all',
  },
  {
    what: 'what was made of a session at one level is given at another',
    file: SIGHT,
    part: 'const key = `${level} ',
    instead: 'const key = `',
  },
  {
    what: 'what changed out of sight counts as seen',
    file: SIGHT,
    part: 'JSON.stringify([level, only(level, whole)])',
    instead: 'JSON.stringify([level, whole])',
  },
  {
    what: 'the note of a release is shown to those for whom it changed nothing',
    file: VIEW,
    part: 'seen || nothingChanged() ? say(release.note) : undefined',
    instead: 'say(release.note)',
  },
  {
    what: 'a release that changed nothing for a reader is told apart from the one before',
    file: VIEW,
    part: '!sameSight(last.seen, now.seen) ||',
    instead: 'true ||',
  },
  {
    what: 'the closed are ordered by their code',
    file: VIEW,
    part: "entry.level === 'closed' ? `~${entry.calendar.uid}` : entry.code",
    instead: "'code' in entry ? entry.code : ''",
  },
  {
    what: 'the session of a closed entry can be joined to other data',
    file: VIEW,
    part: "entry.level === 'closed' ? [] : [entry.id]",
    instead: "'id' in entry ? [entry.id] : [entry.calendar.uid as SessionId]",
  },
  {
    what: 'a closed entry has the UID that it has for those who know it',
    file: CALENDAR,
    part: 'uid: closed ? saved.closedUid : id,',
    instead: 'uid: id,',
  },
  {
    what: 'SEQUENCE counts what was told to others',
    file: CALENDAR,
    part: "if (!level || (level === 'closed') !== closed) continue",
    instead: 'if (!session) continue',
  },
  {
    what: 'SEQUENCE of a closed entry counts its titles',
    file: CALENDAR,
    part: 'closed ? null : session.title,',
    instead: 'session.title,',
  },
  {
    what: 'DTSTAMP follows what is not shown',
    file: CALENDAR,
    part: "closed ? JSON.stringify(only('closed', sight.whole)) : sight.shown",
    instead: 'JSON.stringify(sight.whole)',
  },
  {
    what: 'the day of a place does not part those who share a view',
    file: KEY,
    part: "[...days.keys()].sort().join(',')",
    instead: "''",
  },
  {
    what: 'the constituency does not part those who share a view',
    file: KEY,
    part: "${[...days.keys()].sort().join(',')} ${named}",
    instead: "${[...days.keys()].sort().join(',')}",
  },
  {
    what: 'a view that groups decide is kept for others',
    file: KEY,
    part: 'if ([...groups].some((group) => tested.groups.has(group))) return undefined',
    instead: '',
  },
  {
    what: 'facts that only a released rule tests do not part those who share a view',
    file: KEY,
    part: 'release?.content.sessions.map((session) => session.access) ?? []',
    instead: '[]',
  },
  {
    what: 'facts that only a saved rule tests do not part those who share a view',
    file: KEY,
    part: `    ...[...rules.values()].map(({ rule }) => rule),
    // A rule of the past decides when a calendar entry was last changed.
    ...[...rules.values()].flatMap(({ history }) => history.map(({ rule }) => rule)),
`,
    instead: '',
  },
  {
    what: 'what is kept outlives a saved rule',
    file: GATE,
    part: '${versions?.release ?? 0}.${versions?.rules ?? 0}',
    instead: '${versions?.release ?? 0}',
  },
  {
    what: 'what is kept is the same for all audiences',
    file: GATE,
    part: '`${known.key} ${audience} ${locale} ${what} ${frame}`',
    instead: '`${known.key} ${locale} ${what} ${frame}`',
  },
  {
    what: 'an old label is shown without the bounds of the release in force',
    file: GATE,
    part: 'noMoreThan: label ? contentsOf(known.moments) : [],',
    instead: 'noMoreThan: [],',
  },
  {
    what: 'differences are shown without the bounds of later releases',
    file: GATE,
    part: 'const noMoreThan = [known.moments, upTo(known.moments, to)].flatMap(contentsOf)',
    instead: 'const noMoreThan: ReleaseContent[] = []',
  },
  {
    what: 'the history is shown without the bounds of the release in force',
    file: GATE,
    part: 'const noMoreThan = contentsOf(known.moments)',
    instead: 'const noMoreThan: ReleaseContent[] = []',
  },
  {
    what: 'the public may attend what has no rule',
    file: GATE,
    part: 'released !== undefined && mayAttend(ruleInForce(released, rules), audience.facts, released.day)',
    instead: 'released !== undefined',
  },
  {
    what: 'the door asks the released rule only',
    file: GATE,
    part: 'mayAttend(ruleInForce(released, rules), audience.facts, released.day)',
    instead:
      'mayAttend(ruleInForce(released, new Map([[session, { rule: released.access } as never]])), audience.facts, released.day)',
  },
  {
    what: 'a withdrawn label can still be looked at',
    file: GATE,
    part: 'release?.label === label && !release.withdrawnAt',
    instead: 'release?.label === label',
  },
  {
    what: 'a mail tells of what the release in force hides',
    file: COMPARISON,
    part: 'const now = viewOf({ ...as, moments: after, noMoreThan: inForce })!',
    instead: 'const now = viewOf({ ...as, moments: after })!',
  },
  {
    what: 'a mail tells of what was shown before it was restricted',
    file: COMPARISON,
    part: 'noMoreThan: [...inForce, ...(last ? [last.content] : [])]',
    instead: 'noMoreThan: []',
  },
  {
    what: 'what only one of two levels shows counts as changed',
    file: CHANGES,
    part: ': before.level === entry.level && was !== is',
    instead: ': was !== is',
  },
  {
    what: 'withdrawn labels are named',
    file: COMPARISON,
    part: 'release && !release.withdrawnAt ? [release.label] : []',
    instead: 'release ? [release.label] : []',
  },
  {
    what: 'one comparison is given to all audiences',
    file: COMPARISON,
    part: 'const key = audienceKey(audience, tested)',
    instead: "const key = audienceKey(audience, tested) === undefined ? 'one' : 'one'",
  },
  {
    what: 'a comparison that is one person’s is kept for others',
    file: COMPARISON,
    part: 'if (key === undefined) return make(audience, locale)',
    instead: '',
  },
  {
    what: 'a place counts before the registration is confirmed',
    file: FACTS,
    part: 'if (confirmed && held)',
    instead: 'if (held)',
    tests: OF_FACTS,
  },
  {
    what: 'who did not agree is on the list of participants',
    file: LISTED,
    part: '(who.consents.list === true ||',
    instead: '(true ||',
    tests: OF_LIST,
  },
  {
    what: 'who claims is on the list of participants',
    file: LISTED,
    part: 'who.constituency !== null &&',
    instead: '',
    tests: OF_LIST,
  },
  {
    what: 'who is not confirmed takes part',
    file: LISTED,
    part: "state === 'confirmed' &&",
    instead: '',
    tests: OF_LIST,
  },
  {
    what: 'who has no part in the meeting reads the list of participants',
    file: LISTED,
    part: "(readers === 'registered' && participates)",
    instead: "readers === 'registered'",
    tests: OF_LIST,
  },
  {
    what: 'the rule of a paper itself is not asked',
    file: MATERIAL,
    part: '(named(material.rule, reader.audience) &&',
    instead: '(true &&',
    tests: OF_MATERIAL,
  },
  {
    what: 'papers are for who may not attend their session, too',
    file: MATERIAL,
    part: '(material.sessions.length === 0 || material.sessions.some((session) => reader.attends.has(session)))',
    instead: 'true',
    tests: OF_MATERIAL,
  },
  {
    what: 'the way in opens before its time',
    file: DOOR,
    part: "if (Temporal.Instant.compare(now, opens.toInstant()) < 0) return { is: 'shut', why: 'before', opens }",
    instead: '',
    tests: ['src/checkin/door.spec.ts'],
  },
  {
    what: 'a role opens the desk to who signed in elsewhere',
    file: ROLE,
    part: 'if (!reader?.opensDesk) return false',
    instead: 'if (!reader) return false',
    tests: OF_ROLES,
  },
  {
    what: 'a role in one meeting counts in all',
    file: ROLE,
    part: 'this.people.may(reader.person, right, meeting)',
    instead: 'this.people.may(reader.person, right)',
    tests: OF_ROLES,
  },
  {
    what: 'a role in one meeting counts as one in all',
    file: ROLE,
    part: 'await this.people.mayEverywhere(reader.person, right)',
    instead: 'await this.people.may(reader.person, right)',
    tests: OF_ROLES,
  },
  {
    what: 'no second factor is asked for',
    file: ROLE,
    part: "this.factors.isFresh(reader, stepUp ? 'lately' : 'given', sending) ||",
    instead: 'true ||',
    tests: OF_ROLES,
  },
  {
    what: 'the second factor of the day is never asked for again',
    file: ROLE,
    part: "stepUp ? 'lately' : 'given'",
    instead: "'given'",
    tests: [...OF_ROLES, 'test/journeys/second-factor.test.ts'],
  },
  {
    what: 'whoever is signed in speaks for every delegation',
    file: FOCAL_POINT,
    part: '(await this.focalPoints.isOne(delegation, reader.person))',
    instead: 'reader.person.length > 0',
    tests: ['test/journeys/delegation.test.ts'],
  },
  {
    what: 'a focal point reaches their delegation from any meeting',
    file: FOCAL_POINT,
    part: 'WHERE id = $1 AND meeting_id = $2',
    instead: 'WHERE id = $1 AND $2::uuid IS NOT NULL',
    tests: ['test/journeys/delegation.test.ts'],
  },
  {
    what: 'who hosts one session sees who may come to all',
    file: HOSTS,
    part: 'h.role_id = role.id AND h.session_id = $2',
    instead: 'h.role_id = role.id AND $2::uuid IS NOT NULL',
    tests: OF_JOINING,
  },
  {
    what: 'every host sees the list of every session',
    file: 'desk/joining/host-list.pages.tsx',
    part: 'if (!may.has(room.person)) throw new NotFound()',
    instead: 'may.has(room.person)',
    tests: OF_JOINING,
  },
  {
    what: 'the way in that one person has is given to others',
    file: 'checkin/join-links.service.ts',
    part: 'findOneBy(PersonalJoinLink, { sessionId: session, personId: person })',
    instead: 'findOneBy(PersonalJoinLink, { sessionId: session })',
    tests: OF_JOINING,
  },
]
