import type { Holding } from './holding.ts'
import { ADDRESSED_ROWS, NAMED_ROWS } from './imported-rows.ts'

const ownRegistration = 't.registration_id IN (SELECT id FROM registration WHERE person_id = $1)'
const registrationThere = 't.registration_id IN (SELECT id FROM registration WHERE meeting_id = $1)'
const byPerson = 't.person_id = $1'
const there = 't.meeting_id = $1'

/** Files that answer somebody's questions belong to who is registered, whoever sent them in; the others to who did. */
const answersOf = (condition: string): string =>
  `EXISTS (SELECT FROM registration r, LATERAL (SELECT value FROM jsonb_each_text(r.answers)
            UNION ALL SELECT value FROM jsonb_each_text(CASE jsonb_typeof(r.draft->'answers') WHEN 'object' THEN r.draft->'answers' ELSE '{}' END)) AS answer
            WHERE answer.value = t.id::text AND ${condition})`
const ownFile = `(${answersOf('r.person_id = $1')} OR (t.uploaded_by = $1 AND NOT ${answersOf('r.person_id <> $1')}))`

const importedThere = 't.import_id IN (SELECT id FROM registration_import WHERE meeting_id = $1)'
const inDelegation = 't.delegation_id IN (SELECT id FROM delegation WHERE meeting_id = $1)'

/** Whether the person was a focal point of a delegation that has others: its note verbale is theirs too. */
const othersSpeakFor = (delegation: string): string =>
  `EXISTS (SELECT FROM focal_point f WHERE f.delegation_id = ${delegation} AND f.state = 'active' AND f.person_id <> $1)
     AND EXISTS (SELECT FROM focal_point f
                  WHERE f.delegation_id = ${delegation} AND f.state IN ('active', 'ended') AND f.person_id = $1)`

const file = (kind: Holding['kind'], purpose: string): Holding => ({
  kind,
  table: 'stored_file',
  of: `t.purpose = '${purpose}' AND ${ownFile}`,
  inMeeting: `t.purpose = '${purpose}' AND ${there}`,
  shows: ['meeting_id', 'purpose', 'name', 'media_type', 'size', 'at'],
  inner: ['id', 'sha256', 'bytes', 'uploaded_by'],
  goes: 'rows',
})

/** What we hold about somebody's registrations, and their delegation's files. */
export const OF_REGISTRATIONS: readonly Holding[] = [
  // Before the answers that name them.
  file('needs', 'answer'),
  file('passport', 'passport'),
  file('photo', 'photo'),
  {
    kind: 'registration',
    table: 'registration',
    of: byPerson,
    inMeeting: there,
    shows: [
      ...[
        'meeting_id',
        'reference',
        'state',
        'late',
        'job_title',
        'organization',
        'claimed_constituency',
        'claimed_state',
      ],
      ...['verified_constituency', 'verified_state', 'verified_at', 'delegation_role', 'delegation_rank'],
      ...['nominated_at', 'endorsed_at', 'language', 'draft', 'submitted_at', 'created_at', 'changed_at'],
    ],
    inner: [
      ...['id', 'number', 'person_id', 'quota_constituency', 'quota_delegation', 'submission_id', 'delegation_id'],
      ...['nominated_by', 'endorsed_by', 'merged_into', 'replaced_by'],
    ],
    goes: { job_title: `''`, organization: `''`, draft: `'{}'`, submission_id: 'NULL' },
  },
  {
    kind: 'registration',
    table: 'kept_form',
    of: byPerson,
    inMeeting: there,
    shows: ['meeting_id', 'expires_at'],
    inner: ['person_id', 'step', 'browser_digest', 'sealed'],
    goes: 'rows',
  },
  {
    kind: 'needs',
    table: 'registration',
    of: byPerson,
    inMeeting: there,
    shows: ['meeting_id', 'answers'],
    goes: { answers: `'{}'` },
  },
  {
    kind: 'agreement',
    table: 'registration',
    of: byPerson,
    shows: ['meeting_id', 'consents'],
    goes: 'stays',
  },
  {
    kind: 'registration',
    table: 'day_choice',
    of: ownRegistration,
    shows: ['day', 'mode', 'state', 'held', 'meanwhile', 'offered_until', 'since'],
    inner: ['registration_id'],
    goes: 'stays',
  },
  {
    kind: 'registration',
    table: 'extra_choice',
    of: ownRegistration,
    shows: ['day', 'session_id', 'mode', 'state', 'offered_until', 'since'],
    inner: ['registration_id'],
    goes: 'stays',
  },
  {
    kind: 'registration',
    table: 'place',
    of: ownRegistration,
    shows: [],
    inner: ['registration_id', 'pool_id', 'since'],
    goes: 'stays',
  },
  {
    kind: 'registration',
    table: 'waiting_entry',
    of: ownRegistration,
    shows: ['meeting_id', 'day', 'mode', 'since'],
    inner: ['id', 'registration_id', 'session_id', 'rank', 'constituency', 'delegation'],
    goes: 'stays',
  },
  {
    kind: 'correspondence',
    table: 'registration_question',
    of: ownRegistration,
    inMeeting: registrationThere,
    shows: ['asked_at', 'question', 'answered_at', 'answer'],
    inner: ['id', 'registration_id', 'asked_by', 'submission_id'],
    goes: 'rows',
  },
  {
    kind: 'correspondence',
    table: 'registration_change',
    of: `t.why <> '' AND ${ownRegistration}`,
    inMeeting: registrationThere,
    shows: ['at', 'move', 'why'],
    goes: { why: `''` },
  },
  {
    kind: 'record',
    table: 'registration_change',
    of: ownRegistration,
    shows: ['at', 'move', 'from_state', 'to_state'],
    inner: ['id', 'registration_id', 'number', 'by', 'standing'],
    goes: 'stays',
  },
  {
    kind: 'registration',
    table: 'registration_undo',
    of: ownRegistration,
    inMeeting: registrationThere,
    shows: [],
    inner: ['registration_id', 'by', 'last_change', 'before'],
    goes: 'rows',
  },
  {
    // What is still being done needs its reason: retention empties it when that is over.
    kind: 'correspondence',
    table: 'registration_bulk',
    of: `t.state IN ('done', 'undone') AND t.id IN (SELECT bulk_id FROM registration_bulk_item i
         JOIN registration r ON r.id = i.registration_id WHERE r.person_id = $1)`,
    inMeeting: there,
    shows: [],
    inner: ['id', 'meeting_id', 'by', 'action', 'terms', 'state', 'created_at', 'finished_at'],
    goes: { terms: `t.terms - 'why'` },
  },
  {
    kind: 'record',
    table: 'registration_bulk_item',
    of: ownRegistration,
    shows: [],
    inner: ['bulk_id', 'position', 'registration_id', 'outcome', 'problem'],
    goes: 'stays',
  },
  {
    kind: 'registration',
    table: 'prepared_invitation',
    of: ownRegistration,
    shows: ['meeting_id', 'created_at', 'held_until', 'closed_at', 'closed'],
    inner: ['id', 'registration_id', 'invited_by', 'sent'],
    goes: 'stays',
  },
  {
    kind: 'name',
    table: 'registration_likeness',
    of: ownRegistration,
    inMeeting: there,
    shows: [],
    inner: ['registration_id', 'meeting_id', 'digest'],
    goes: 'rows',
  },
  {
    kind: 'name',
    table: 'registration_likeness_state',
    of: ownRegistration,
    inMeeting: registrationThere,
    shows: [],
    inner: ['registration_id', 'changed_at'],
    goes: 'rows',
  },
  {
    kind: 'name',
    table: 'registration_finder',
    of: byPerson,
    shows: [],
    inner: ['registration_id', 'meeting_id', 'person_id', 'name_key', 'order_en', 'order_fr', 'order_es', 'words'],
    goes: 'follows',
  },
  {
    kind: 'registration',
    table: 'registration_import_row',
    of: `(${ownRegistration} OR ${ADDRESSED_ROWS})`,
    inMeeting: importedThere,
    shows: ['cells'],
    // What differs says again what the cells and the registration say.
    inner: ['import_id', 'number', 'outcome', 'problems', 'differences', 'outlook', 'registration_id'],
    goes: 'rows',
  },
  {
    kind: 'registration',
    table: 'registration_import_row',
    of: NAMED_ROWS,
    inMeeting: importedThere,
    shows: [],
    goes: 'rows',
  },
  {
    kind: 'accreditation',
    table: 'note_verbale',
    of: 't.handed_in_by = $1',
    inMeeting: inDelegation,
    shows: ['at'],
    inner: ['file_id', 'delegation_id', 'handed_in_by'],
    goes: 'rows',
    outlives: { where: othersSpeakFor('t.delegation_id'), as: {} },
  },
  {
    ...file('accreditation', 'note-verbale'),
    outlives: {
      where: `EXISTS (SELECT FROM note_verbale n WHERE n.file_id = t.id AND ${othersSpeakFor('n.delegation_id')})`,
      // What the person called it may say who they are.
      as: { name: `regexp_replace(t.name, '^.*\\.', 'note-verbale.')` },
    },
  },
  {
    kind: 'accreditation',
    table: 'focal_point',
    of: byPerson,
    inMeeting: inDelegation,
    shows: ['state', 'why', 'created_at', 'changed_at'],
    inner: ['id', 'delegation_id', 'person_id', 'named_by'],
    goes: { state: `CASE WHEN t.state IN ('requested', 'active') THEN 'ended' ELSE t.state END`, why: `''` },
  },
]
