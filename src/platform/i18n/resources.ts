/**
 * The words of the interface as types: the English files say which keys there are, so `t('registration:place')` is checked
 * by the compiler. A new namespace is a file in every locale, and two lines here.
 */
import type common from '../../../i18n/en/common.json'
import type errors from '../../../i18n/en/errors.json'
import type people from '../../../i18n/en/people.json'
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

/** Every namespace, in no particular order; a test compares the list with the files. */
export const NAMESPACES = [
  'common',
  'errors',
  'people',
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
] as const

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: false
    resources: {
      common: typeof common
      errors: typeof errors
      people: typeof people
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
    }
  }
}
