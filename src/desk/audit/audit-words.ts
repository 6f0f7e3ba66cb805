import { constituency } from '../../delegations/constituency.ts'
import { isLocale, LOCALE_NAMES } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { AuditEntry, Json } from '../../platform/audit/audit.ts'
import { formatInstant, inSeries, listed, named } from '../../platform/i18n/formats.ts'
import { hasWords, wordsFor } from '../../platform/i18n/i18n.ts'
import { fieldName, type Wording } from '../agenda/field-words.ts'
import { dayName } from '../agenda/words.ts'
import type { AuditNames } from './audit-names.service.ts'

/** The key of what an action is called; undefined for one that has no words yet. */
export const actionKey = (action: string): string | undefined =>
  [`setup:audit.did.${action}`, moveKey(action)].find((key) => key !== undefined && hasWords(key))

const moveKey = (action: string): string | undefined =>
  action.startsWith('registration.')
    ? `desk:registrations.history.move.${action.slice('registration.'.length)}`
    : undefined

/** What was done: `Session moved`. What has no words is shown as it is written. */
export const actionWords = (action: string, { t, locale }: Wording): string => {
  const key = actionKey(action)
  if (key === undefined) return action
  const did = wordsFor(locale, key)
  return key === moveKey(action) ? t('setup:audit.registration', { did }) : did
}

/** Who did it: whoever is erased has no name any more; what nobody did, Plenary did; what a program did names its token. */
export const actorWords = ({ actor, data }: AuditEntry, { people, things }: AuditNames, { t }: Wording): string => {
  if (!actor) return t('setup:audit.system')
  const who = people.get(actor) ?? t('setup:audit.erased')
  if (data?.['token'] === undefined) return who
  const token = things.get(String(data['token'])) ?? t('setup:audit.someToken')
  return t('setup:audit.byToken', { who, token })
}

/** Actions on a thing of which nothing is known but that it was: a plan, a table, an invitation. */
const HAS_A_NAME =
  /^(session|registration|focal-point|delegation|material|join|group|role|person|agenda\.(published|withdrawn)|room)\b/

/** What it was done to, by name. */
export const subjectWords = ({ action, subject, data }: AuditEntry, names: AuditNames, wording: Wording): string => {
  if (!subject) return ''
  const name = names.people.get(subject) ?? names.things.get(subject)
  if (name) return name
  // A session that was deleted is known by its code.
  if (typeof data?.['code'] === 'string') return data['code']
  return HAS_A_NAME.test(action) ? wording.t('setup:audit.gone') : ''
}

/** What of an entry is said besides, in this order; the rest only programs read. */
const DETAILS = [
  'label',
  'role',
  'person',
  'group',
  'constituency',
  'delegation',
  'room',
  'day',
  'date',
  'mode',
  'fields',
  'sessions',
  'from',
  'to',
  'language',
  'format',
  'rows',
  'quiet',
  'at',
  'told',
] as const

/** What else is to be said: `Role: Translator; Before: Waiting`. */
export const detailWords = ({ data = {} }: AuditEntry, names: AuditNames, wording: Wording): string =>
  inSeries(
    DETAILS.flatMap((name) => {
      const value = data[name]
      const said = value === undefined || value === null ? '' : valueOf(name, value, names, wording)
      return said ? [named(wording.t(`setup:audit.detail.${name}`), said, wording.locale)] : []
    }),
    wording.locale,
  )

const DATE = /^\d{4}-\d\d-\d\d$/

const valueOf = (name: string, value: Json, names: AuditNames, wording: Wording): string => {
  const { t, locale, meeting } = wording
  if (typeof value === 'boolean') return value ? t('setup:audit.yes') : t('setup:audit.no')
  if (Array.isArray(value)) {
    const each = value.filter((one): one is string => typeof one === 'string')
    return listed(name === 'fields' ? each.map((field) => fieldName(field, t)) : each, locale)
  }
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : ''
  if (DATE.test(value)) return dayName(Temporal.PlainDate.from(value), locale)
  const known = names.people.get(value) ?? names.things.get(value)
  if (known) return known
  switch (name) {
    case 'role':
      return worded(`setup:roles.name.${value}`, wording) ?? worded(`delegation:role.${value}`, wording) ?? value
    case 'constituency':
      return localize(constituency(value)?.name, locale, meeting.mainLanguage)?.text ?? value
    case 'mode':
      return worded(`desk:format.${value}`, wording) ?? value
    case 'from':
    case 'to':
      return worded(`desk:status.${value}`, wording) ?? ''
    case 'at':
      return formatInstant(Temporal.Instant.from(value), meeting.timeZone, locale)
    case 'language':
      return isLocale(value) ? LOCALE_NAMES[value] : value
    case 'format':
      return value.toUpperCase()
    case 'person':
      return t('setup:audit.erased')
    case 'room':
    case 'delegation':
      return t('setup:audit.gone')
    default:
      return value
  }
}

const worded = (key: string, { locale }: Wording): string | undefined =>
  hasWords(key) ? wordsFor(locale, key) : undefined
