import type { AccessRule, AgendaItem, Officer } from '../../agenda/release.ts'
import type { PlainValue } from '../../agenda/session-state.ts'
import { constituency } from '../../delegations/constituency.ts'
import type { RoomId } from '../../kernel/id.ts'
import { isLocale, LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { inSeries, listed, named } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { languageName } from '../../ui/language-codes.tsx'
import { dayName, roomName } from './words.ts'

/** What words need to know of who reads them. */
export interface Wording {
  t: TFunction
  locale: Locale
  meeting: Meeting
}

/** The name of a field: `Title (Français)`. */
export const fieldName = (field: string, t: TFunction): string => {
  const [name, locale] = field.split('.')
  const words = t(`desk:field.${name as 'title'}`)
  return locale && isLocale(locale) ? t('plan:field.of', { field: words, language: LOCALE_NAMES[locale] }) : words
}

/** Where a text outside the sessions stands, and its language: `Room: Room XVII (Français)`. */
export const textPlace = (key: string, language: Locale, { t, locale, meeting }: Wording): string => {
  const [what, of = '', field] = key.split('/')
  const kind = t(
    `translate:kind.${what === 'room' ? (field === 'place' ? 'place' : 'room') : what === 'day' ? 'day' : 'meeting'}`,
  )
  const which =
    what === 'room'
      ? roomName(meeting, of as RoomId, locale, t)
      : what === 'day'
        ? dayName(Temporal.PlainDate.from(of), locale)
        : undefined
  const name = which === undefined ? kind : t('plan:field.which', { kind, which })
  return t('plan:field.of', { field: name, language: LOCALE_NAMES[language] })
}

const ruleWords = (rule: AccessRule, { t, locale, meeting }: Wording): string => {
  const who =
    rule.attend === 'everyone'
      ? t('desk:rule.everyone')
      : rule.attend === 'invited'
        ? named(t('desk:rule.invited'), rule.groups.join(', '), locale)
        : rule.constituencies
            .map((id) => localize(constituency(id)?.plural, locale, meeting.mainLanguage)?.text ?? id)
            .join(', ')
  return `${who} · ${t(`desk:level.${rule.show}`)}`
}

/** What a field says, in a few words. */
export const valueWords = (field: string, value: PlainValue | undefined, wording: Wording): string => {
  const { t, locale, meeting } = wording
  if (value === undefined) return t('plan:conflict.unknown')
  const said = (text: unknown): string => wordsOf(text as Officer['name'], meeting, locale).text
  switch (field) {
    case 'roomId':
      return roomName(meeting, value as RoomId | null, locale, t)
    case 'start':
    case 'end':
      return value === null ? t('desk:agenda.timeToBeAnnounced') : String(value).slice(0, 5)
  }
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return t('plan:conflict.empty')
  switch (field) {
    case 'day':
      return dayName(Temporal.PlainDate.from(String(value)), locale)
    case 'kind':
      return t(`desk:kind.${value as 'panel'}`)
    case 'format':
      return t(`desk:format.${value as 'hybrid'}`)
    case 'status':
      return value === 'cancelled' ? t('common:state.cancelled') : t('plan:history.takesPlace')
    case 'access':
      return ruleWords(value as unknown as AccessRule, wording)
    case 'interpretation':
      return listed(
        (value as string[]).map((tag) => languageName(locale, tag)),
        locale,
      )
    case 'officers':
      return inSeries(
        (value as unknown as Officer[]).map(({ role, name }) => named(t(`plan:form.${role}`), said(name), locale)),
        locale,
      )
    case 'items':
      return inSeries(
        (value as unknown as AgendaItem[]).map(({ number, title }) => `${number} ${said(title)}`.trim()),
        locale,
      )
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}
