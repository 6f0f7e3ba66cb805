import { clausesOf, type Mutant } from './mutant.ts'

const KNOWN = 'src/registration/known-facts.spec.ts'
const FACTS = 'src/registration/registration-facts.service.spec.ts'
const LISTED = 'src/registration/participants/listed.spec.ts'
const PARTICIPANTS = 'test/journeys/participants.test.ts'
const DELEGATION = 'test/journeys/delegation.test.ts'
const DELEGATION_PEOPLE = 'test/journeys/delegation-people.test.ts'
const MATERIAL = 'src/materials/material.spec.ts'
const NOT_YOURS = 'test/leaks/not-yours.test.ts'

/** What is true of people, who speaks for a delegation, and who reads which paper. */
export const OF_FACTS: readonly Mutant[] = [
  ...clausesOf(
    'registration/known-facts.ts',
    {
      'a place counts before the registration is confirmed': ['if (confirmed && held)', 'if (held)'],
      'a constituency counts before the registration is confirmed': [
        '...(confirmed && registration.constituency &&',
        '...(registration?.constituency &&',
      ],
      'what somebody claimed counts, whatever was verified': [
        "'constituency', r.verified_constituency,",
        "'constituency', r.claimed_constituency,",
      ],
      'being in a group of one meeting counts in all': [
        'FROM session_group_member g\n                WHERE g.meeting_id = ${meeting} AND',
        'FROM session_group_member g\n                WHERE',
      ],
    },
    KNOWN,
    FACTS,
  ),
  ...clausesOf(
    'registration/verification.ts',
    {
      'who changes what was verified stays verified': ["can('suspend', state) &&", 'false &&'],
    },
    'src/registration/verification.spec.ts',
    'src/registration/amendments.service.spec.ts',
  ),
  ...clausesOf(
    'registration/participants/listed.ts',
    {
      'who did not agree is on the list of participants': ['(who.consents.list === true ||', '(true ||'],
      'who claims is on the list of participants': ['who.constituency !== null &&', ''],
      'who is not confirmed takes part': ["state === 'confirmed' &&", ''],
      'who has no part in the meeting reads the list of participants': [
        "(readers === 'registered' && participates)",
        "readers === 'registered'",
      ],
      'who waits for a place on every day takes part': ['held.some((mode) => mode !== null)', 'held.length > 0'],
      'the rules of a meeting list every kind of delegation': [
        'byRules.includes(who.constituency))',
        'byRules.length > 0)',
      ],
    },
    LISTED,
  ),
  ...clausesOf(
    'registration/participants/reads-participants.ts',
    {
      'a list of participants that is for nobody says that it is there': [
        " || participantListOf(meeting.registration).readers === 'nobody'",
        '',
      ],
      'whoever asks reads the list of participants': [
        'return this.participants.mayRead(meeting, reader?.person)',
        'return reader === undefined ? this.participants.mayRead(meeting, undefined) : true',
      ],
    },
    PARTICIPANTS,
  ),
  ...clausesOf(
    'registration/participants/participants.service.ts',
    {
      'who is not confirmed reads the list of participants': [
        "AND r.person_id = $2 AND r.state = 'confirmed'\n",
        'AND r.person_id = $2\n',
      ],
      'who has no place reads the list of participants': [
        '\n          AND EXISTS (SELECT FROM day_choice c WHERE c.registration_id = r.id AND c.held IS NOT NULL)`',
        '`',
      ],
      'who takes part in another meeting reads the list of participants': [
        'FROM registration r WHERE r.meeting_id = $1 AND r.person_id = $2',
        'FROM registration r WHERE $1::uuid IS NOT NULL AND r.person_id = $2',
      ],
    },
    PARTICIPANTS,
  ),
  ...clausesOf(
    'delegations/focal-point-policy.ts',
    {
      'whoever is signed in speaks for every delegation': [
        '(await this.focalPoints.isOne(delegation, reader.person))',
        'reader.person.length > 0',
      ],
      'a focal point reaches their delegation from any meeting': [
        'WHERE id = $1 AND meeting_id = $2',
        'WHERE id = $1 AND $2::uuid IS NOT NULL',
      ],
    },
    DELEGATION,
  ),
  ...clausesOf(
    'delegations/focal-points.service.ts',
    {
      'who only asked to speak for a delegation does': [
        "WHERE delegation_id = $1 AND person_id = $2 AND state = 'active'`",
        'WHERE delegation_id = $1 AND person_id = $2`',
      ],
    },
    DELEGATION,
  ),
  ...clausesOf(
    'registration/delegation/delegation-turns.service.ts',
    {
      'a focal point who was removed while they typed is obeyed': [
        "if (by.as === 'focal-point' && !(await this.focalPoints.isOne(delegation.id, by.person, tx))) throw new Forbidden()",
        '',
      ],
      'a focal point acts for people of other delegations': [
        'if (!found || found.delegationId !== delegation.id ||',
        'if (!found ||',
      ],
    },
    'src/registration/delegation/nominations.service.spec.ts',
    DELEGATION,
    DELEGATION_PEOPLE,
    NOT_YOURS,
  ),
  ...clausesOf(
    'registration/own/own.pages.tsx',
    {
      'a file that somebody else gave is theirs, too': [
        'if (!found || !ctx.reader || found.by !== ctx.reader.person)',
        'if (!found)',
      ],
    },
    NOT_YOURS,
  ),
  ...clausesOf(
    'materials/material.ts',
    {
      'the rule of a paper itself is not asked': ['(named(material.rule, reader.audience) &&', '(true &&'],
      'papers are for who may not attend their session, too': [
        '(material.sessions.length === 0 || material.sessions.some((session) => reader.attends.has(session)))',
        'true',
      ],
      'papers are for all who see their session': [
        "entry.level === 'attend' ? [entry.id] : []",
        "'id' in entry ? [entry.id] : []",
      ],
    },
    MATERIAL,
  ),
  ...clausesOf(
    'materials/materials.service.ts',
    {
      'lists name papers that are not for who asks': ['.filter((material) => mayRead(termsOf(material), reader))', ''],
      'files are given to whoever knows their address': [
        'if (!mayRead(termsOf(material), readerOf(audience, view))) throw new NotFound()',
        '',
      ],
      'a public paper tells of a session that is not shown': [
        'sessions: material.sessions.filter((session) => shown.has(session)),',
        'sessions: material.sessions,',
      ],
      'papers of another meeting are found by their key': [
        'where: { meetingId: meeting.id, ...(key === undefined ? {} : { key }) }',
        'where: key === undefined ? { meetingId: meeting.id } : { key }',
      ],
    },
    'src/materials',
  ),
]
