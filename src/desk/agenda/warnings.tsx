import { sessionsIn, type Warning, type WarningKind } from '../../agenda/warnings.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { ActionLink } from '../../ui/actions.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { State } from '../../ui/state.tsx'
import { roomName } from './words.ts'

interface Props {
  t: TFunction
  locale: Locale
  meeting: Meeting
}

const nameOf = (kind: WarningKind, t: TFunction): string =>
  ({
    'room-clash': t('plan:warning.nameRoom'),
    'officer-twice': t('plan:warning.nameOfficer'),
    'outside-days': t('plan:warning.nameDay'),
    'past-midnight': t('plan:warning.nameDay'),
    booths: t('plan:warning.nameInterpretation'),
    'language-dropped': t('plan:warning.nameInterpretation'),
    'interpreters-hours': t('plan:warning.nameInterpretation'),
    'interpreters-long': t('plan:warning.nameInterpretation'),
    'room-small': t('plan:warning.nameSeats'),
    'public-document': t('plan:warning.nameDocument'),
  })[kind]

/** What a warning says, in a sentence. */
const sentence = (warning: Warning, { t, locale, meeting }: Props): string => {
  const say = (text: LocalizedText): string => wordsOf(text, meeting, locale).text
  const languages = (tags: readonly string[]): string =>
    listed(
      tags.map((tag) => languageName(locale, tag)),
      locale,
    )
  if (!('session' in warning)) {
    const both = { first: say(warning.first.title), second: say(warning.second.title) }
    return warning.kind === 'room-clash'
      ? `${t('plan:warning.room-clash', { ...both, room: roomName(meeting, warning.first.room, locale, t) })} ${t('plan:warning.blocks')}`
      : t('plan:warning.officer-twice', { ...both, name: say(warning.name) })
  }
  const title = say(warning.session.title)
  const room = roomName(meeting, warning.session.room, locale, t)
  switch (warning.kind) {
    case 'booths': {
      const about = { title, room, languages: languages(warning.session.interpretation) }
      return warning.booths
        ? t('plan:warning.booths', { ...about, count: warning.booths })
        : t('plan:warning.no-booth', about)
    }
    case 'language-dropped':
      return t('plan:warning.language-dropped', { title, languages: languages(warning.languages) })
    case 'room-small': {
      const about = { title, room, seats: warning.seats, count: warning.people }
      return warning.who === 'follow' ? t('plan:warning.follow', about) : t('plan:warning.registered', about)
    }
    case 'public-document':
      return t('plan:warning.public-document', { title, document: warning.document })
    default:
      return t(`plan:warning.${warning.kind}`, { title })
  }
}

/** How many are listed: of thousands, these are enough to see what is the matter, and no page gets heavy. */
const MOST_LISTED = 100

/** Warnings as a list; each leads to a session it is about, unless `here` says that this is its page. */
export const Warnings = ({
  path,
  warnings,
  here = false,
  ...props
}: Props & {
  /** `/en/desk/unnm-2022` */
  path: string
  warnings: readonly Warning[]
  here?: boolean
}) => {
  const { t } = props
  return (
    <ul class="warnings">
      {warnings.slice(0, MOST_LISTED).map((warning) => {
        const { code } = sessionsIn(warning).at(-1)!
        return (
          <li>
            <State t={t} is="warning">
              {nameOf(warning.kind, t)}
            </State>
            <span>{sentence(warning, props)}</span>
            {here ? (
              <span />
            ) : (
              <ActionLink href={`${path}/agenda/${code}`} about={code}>
                {t('desk:agenda.edit')}
              </ActionLink>
            )}
          </li>
        )
      })}
      {warnings.length > MOST_LISTED && (
        <li>
          <State t={t} is="warning">
            {t('plan:warning.ofThis')}
          </State>
          <span>{t('plan:warning.more', { count: warnings.length - MOST_LISTED })}</span>
          <span />
        </li>
      )}
      {warnings.length === 0 && (
        <li>
          <State t={t} is="confirmed">
            {t('plan:warning.ofThis')}
          </State>
          <span>{t('plan:warning.none')}</span>
          <span />
        </li>
      )}
    </ul>
  )
}
