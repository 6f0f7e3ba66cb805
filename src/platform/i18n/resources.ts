/**
 * The words of the interface as types: the English files say which keys there are, so `t('registration:place')` is checked
 * by the compiler. A new namespace is a file in every locale, and three lines here.
 */
import type common from '../../../i18n/en/common.json'
import type errors from '../../../i18n/en/errors.json'
import type people from '../../../i18n/en/people.json'
import type factors from '../../../i18n/en/factors.json'
import type tokens from '../../../i18n/en/tokens.json'
import type meetings from '../../../i18n/en/meetings.json'
import type delegations from '../../../i18n/en/delegations.json'
import type agenda from '../../../i18n/en/agenda.json'
import type registration from '../../../i18n/en/registration.json'
import type materials from '../../../i18n/en/materials.json'
import type calendar from '../../../i18n/en/calendar.json'
import type checkin from '../../../i18n/en/checkin.json'
import type reading from '../../../i18n/en/reading.json'
import type desk from '../../../i18n/en/desk.json'
import type mail from '../../../i18n/en/mail.json'
import type places from '../../../i18n/en/places.json'
import type delegation from '../../../i18n/en/delegation.json'
import type review from '../../../i18n/en/review.json'
import type tables from '../../../i18n/en/tables.json'
import type questions from '../../../i18n/en/questions.json'
import type participants from '../../../i18n/en/participants.json'
import type translate from '../../../i18n/en/translate.json'
import type setup from '../../../i18n/en/setup.json'
import type plan from '../../../i18n/en/plan.json'
import type privacy from '../../../i18n/en/privacy.json'
import type circulation from '../../../i18n/en/circulation.json'
import type intake from '../../../i18n/en/intake.json'
import type publishing from '../../../i18n/en/publishing.json'
import type joining from '../../../i18n/en/joining.json'

/** Every namespace, in no particular order; a test compares the list with the files. */
export const NAMESPACES = [
  'common',
  'errors',
  'people',
  'factors',
  'tokens',
  'meetings',
  'delegations',
  'agenda',
  'registration',
  'materials',
  'calendar',
  'checkin',
  'reading',
  'desk',
  'mail',
  'places',
  'delegation',
  'review',
  'tables',
  'questions',
  'participants',
  'plan',
  'privacy',
  'setup',
  'translate',
  'circulation',
  'intake',
  'publishing',
  'joining',
] as const

interface Words {
  common: typeof common
  errors: typeof errors
  people: typeof people
  factors: typeof factors
  tokens: typeof tokens
  meetings: typeof meetings
  delegations: typeof delegations
  agenda: typeof agenda
  registration: typeof registration
  materials: typeof materials
  calendar: typeof calendar
  checkin: typeof checkin
  reading: typeof reading
  desk: typeof desk
  mail: typeof mail
  places: typeof places
  delegation: typeof delegation
  review: typeof review
  tables: typeof tables
  questions: typeof questions
  participants: typeof participants
  plan: typeof plan
  privacy: typeof privacy
  setup: typeof setup
  translate: typeof translate
  circulation: typeof circulation
  intake: typeof intake
  publishing: typeof publishing
  joining: typeof joining
}

/** `status.confirmed` for each word in a file, however deep; a word with plural forms counts once, without their ends. */
type KeyIn<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string ? Singular<Name> : `${Name}.${KeyIn<Tree[Name]>}`
}[keyof Tree & string]

type Singular<Name extends string> = Name extends `${infer Stem}_${'one' | 'many' | 'other'}` ? Stem : Name

/** Every key there is: `registration:status.confirmed`. A flat union is checked many times faster than i18next's own types. */
export type WordKey = { [Namespace in keyof Words]: `${Namespace}:${KeyIn<Words[Namespace]>}` }[keyof Words]
