import { clausesOf, type Mutant } from './mutant.ts'

/** Shows fields of the table of levels one level too early. */
const shownEarly = (fields: readonly string[], row: string, early: string): Mutant[] =>
  fields.flatMap((field) =>
    clausesOf('access/levels.ts', {
      [`${field} is shown one level too early`]: [`  ${field}: ${row}`, `  ${field}: ${early}`],
    }),
  )

const FROM_LISTED = '{ closed: false, listed: true, programme: true, attend: true },'
const FROM_PROGRAMME = '{ closed: false, listed: false, programme: true, attend: true },'
const FROM_ATTEND = '{ closed: false, listed: false, programme: false, attend: true },'
const ALWAYS = '{ closed: true, listed: true, programme: true, attend: true },'

/** Who may attend, what the rest see, and which rule holds. */
export const OF_RULES: readonly Mutant[] = [
  ...clausesOf('access/rule.ts', {
    'who has no place on the day of a session may attend it': ['facts.days.has(day) &&', 'true &&'],
    'a place on any day opens every day': ['facts.days.has(day) &&', 'facts.days.size > 0 &&'],
    'constituencies are not asked for': [
      '(!rule.constituencies || (facts.constituency !== undefined && rule.constituencies.includes(facts.constituency))) &&',
      '',
    ],
    'a constituency, any, is enough': [' && rule.constituencies.includes(facts.constituency))', ')'],
    'groups are not asked for': [
      'rule.groups.every((groups) => groups.some((group) => facts.groups.has(group)))',
      'true',
    ],
    'of two rules that invite, one is enough': [
      'rule.groups.every((groups) => groups.some((group) => facts.groups.has(group)))',
      '(!rule.groups.length || rule.groups.some((groups) => groups.some((group) => facts.groups.has(group))))',
    ],
    'being in some group is enough': ['facts.groups.has(group)', 'facts.groups.size > 0 && group'],
    'of two levels the higher one holds': [
      'SHOW_LEVELS.indexOf(a) > SHOW_LEVELS.indexOf(b) ? a : b',
      'SHOW_LEVELS.indexOf(a) < SHOW_LEVELS.indexOf(b) ? a : b',
    ],
    'of two rules only the first says what is shown': ['show: lower(a.show, b.show),', 'show: a.show,'],
    'of two rules for constituencies both kinds may attend': [
      'a.constituencies.filter((id) => b.constituencies!.includes(id))',
      '[...a.constituencies, ...b.constituencies]',
    ],
    'a rule for constituencies ends with one for everyone': [': (a.constituencies ?? b.constituencies)', ': undefined'],
    'of two rules only the first says who is invited': [
      ': a.groups.length === 0 ? b.groups : eachOf(a.groups, b.groups)',
      ': a.groups',
    ],
    'a session of which no rule is saved is open to everyone': [
      "NOBODY: Rule = { groups: [[]], show: 'unlisted' }",
      "NOBODY: Rule = { groups: [], show: 'programme' }",
    ],
    'a session by invitation is said to be for everyone': [
      'rule.groups.length || rule.constituencies?.length === 0',
      'rule.constituencies?.length === 0',
    ],
  }),
  ...clausesOf('access/levels.ts', {
    'what is unlisted is shown as closed': [
      "rule.show === 'unlisted' ? undefined : rule.show",
      "rule.show === 'unlisted' ? 'closed' : rule.show",
    ],
    'a person is shown what those see who may attend': [
      "audience.kind === 'person' && mayAttend(rule, audience.facts, day)",
      "audience.kind === 'person'",
    ],
  }),
  ...shownEarly(['id', 'code', 'kind', 'title', 'format', 'interpretation', 'openTo'], FROM_LISTED, ALWAYS),
  ...shownEarly(['abstract', 'officers', 'items'], FROM_PROGRAMME, FROM_LISTED),
  ...shownEarly(['online', 'capacity'], FROM_ATTEND, FROM_PROGRAMME),
  ...clausesOf('access/sight.ts', {
    'a rule saved since is not asked': [
      'saved ? stricter(ruleOf(session.access), ruleOf(saved.rule)) : NOBODY',
      'saved ? ruleOf(session.access) : NOBODY',
    ],
    'a rule saved since acts without a release, also where it is looser': [
      'saved ? stricter(ruleOf(session.access), ruleOf(saved.rule)) : NOBODY',
      'saved ? ruleOf(saved.rule) : NOBODY',
    ],
    'an old release is not bounded by the one in force': [
      'before && before !== session ? stricter(all, ruleOf(before.access)) : all',
      'all',
    ],
    'what was made of a session at one level is given at another': ['const key = `${level} ', 'const key = `'],
    'what changed out of sight counts as seen': [
      'JSON.stringify([level, only(level, whole)])',
      'JSON.stringify([level, whole])',
    ],
    'a session of which no rule is saved is shown by the released one': [': NOBODY\n', ': ruleOf(session.access)\n'],
    'whom a session is said to be for stays what it was before a rule was saved': [
      "${to.attend} ${to.attend === 'constituencies' ? to.constituencies.join() : ''}`",
      '`',
    ],
  }),
]
