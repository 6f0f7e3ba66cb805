import { stageOf } from '../../agenda/release.ts'
import type { Locale } from '../../kernel/locale.ts'
import { frameOf, wordsOf } from '../../meetings/meeting-frame.ts'
import type { Right } from '../../people/roles.ts'
import { capitalized, formatDay, formatInstant, listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Links } from '../../ui/actions.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { labelWords } from '../../ui/release-banner.tsx'
import { safeHref } from '../../ui/safe-href.ts'
import { Stamp } from '../../ui/stamp.tsx'
import { State, type StateName } from '../../ui/state.tsx'
import { sectionsOf, type DeskPart } from '../desk-room.service.ts'
import type { Attention } from './attention.ts'
import type { Overview } from './overview.service.ts'

interface Props {
  t: TFunction
  locale: Locale
  overview: Overview
}

/** Where something is done: a part of the desk, and where in it. */
interface Place {
  part: DeskPart
  state: StateName
  /** After the address of the part. */
  at?: string
}

const placeOf = (one: Attention, rights: ReadonlySet<Right>): Place => {
  const agenda: DeskPart = rights.has('edit-agenda') ? 'agenda' : 'publish'
  switch (one.is) {
    case 'no-sessions':
      return { part: 'agenda', at: '/new', state: 'not-open' }
    case 'clashes':
    case 'warnings':
      return { part: agenda, state: 'warning' }
    case 'language':
      return {
        part: 'translate',
        at: `?to=${one.locale}`,
        state: one.older || one.unchecked ? 'offered' : 'under-review',
      }
    case 'changes':
      return { part: rights.has('publish') ? 'publish' : 'agenda', state: 'under-review' }
    case 'planned':
      return { part: 'publish', state: 'waiting' }
    case 'to-review':
      return { part: 'review', state: 'under-review' }
    case 'waiting':
      return { part: 'places', state: 'waiting' }
    case 'asking-to-speak':
    case 'without-focal-point':
      return { part: 'delegations', state: 'with-focal-point' }
    case 'opens':
    case 'closes':
    case 'closes-in-person':
      return rights.has('configure-meeting')
        ? { part: 'settings', state: 'waiting' }
        : { part: 'registrations', state: 'waiting' }
    case 'not-public':
      return { part: 'settings', at: '/meeting', state: 'not-open' }
  }
}

const saidOf = (one: Attention, { t, locale, overview: { meeting } }: Props): string => {
  const at = (moment: Temporal.Instant): string => formatInstant(moment, meeting.timeZone, locale, { sentence: true })
  switch (one.is) {
    case 'language': {
      const parts = [
        one.missing && t('translate:count.missing', { count: one.missing }),
        one.older && t('translate:count.older', { count: one.older }),
        one.unchecked && t('translate:count.to-check', { count: one.unchecked }),
      ]
      return t('desk:home.needs.language', {
        language: capitalized(languageName(locale, one.locale), locale),
        parts: listed(
          parts.filter((part) => typeof part === 'string'),
          locale,
        ),
      })
    }
    case 'planned':
      return t('desk:home.needs.planned', { label: labelWords(t, one.label), when: at(one.at) })
    case 'opens':
    case 'closes':
    case 'closes-in-person':
      return t(`desk:home.needs.${one.is}`, { when: at(one.at) })
    case 'not-public':
      return t('desk:home.needs.not-public')
    case 'no-sessions':
      return t('desk:home.needs.no-sessions')
    default:
      return t(`desk:home.needs.${one.is}`, { count: one.count })
  }
}

/** What of the agenda is in force. */
export const InForce = ({ t, locale, overview: { meeting, release } }: Props) =>
  release ? (
    <p class="in-force">
      <Stamp stage={stageOf(release.label)}>{labelWords(t, release.label)}</Stamp>{' '}
      <span class="quiet">
        {formatDay(release.publishedAt.toZonedDateTimeISO(meeting.timeZone).toPlainDate(), locale)}
      </span>
    </p>
  ) : (
    <p class="quiet">{t('desk:home.unpublished')}</p>
  )

/** What needs attention, each line with where it is done. */
export const Needs = (props: Props) => {
  const { t, locale, overview } = props
  const { meeting, rights, attention } = overview
  if (!attention.length) return <p class="quiet">{t('desk:home.nothing')}</p>
  return (
    <ul class="needs">
      {attention.map((one) => {
        const { part, at = '', state } = placeOf(one, rights)
        return (
          <li>
            <State t={t} is={state}>
              {t(`desk:sections.${part}`)}
            </State>
            <a href={safeHref(`/${locale}/desk/${meeting.slug}/${part}${at}`)}>{saidOf(one, props)}</a>
          </li>
        )
      })}
    </ul>
  )
}

/** One of several meetings: when and where, how far its agenda is, what needs attention, and what its reader may do. */
export const MeetingPanel = (props: Props) => {
  const { t, locale, overview } = props
  const { meeting, rights, roles } = overview
  const { dates, place } = frameOf(meeting, locale)
  const path = `/${locale}/desk/${meeting.slug}`
  const sections = sectionsOf({ t }, path, rights)
  const title = <LocalizedWords of={wordsOf(meeting.title, meeting, locale)} locale={locale} />
  return (
    <section class="panel" aria-labelledby={meeting.slug}>
      <h2 id={meeting.slug}>{sections.length > 0 ? <a href={safeHref(path)}>{title}</a> : title}</h2>
      <p>
        {dates} · {place}
        <br />
        <span class="quiet">
          {t('desk:home.yourRole', {
            role: listed(
              roles.map((name) => t(`setup:roles.name.${name}`)),
              locale,
            ),
          })}
        </span>
      </p>
      <InForce {...props} />
      <Needs {...props} />
      {sections.length > 0 && (
        <nav aria-label={t('desk:home.partsOf', { meeting: wordsOf(meeting.shortTitle, meeting, locale).text })}>
          <Links links={sections.map(({ href, label }) => ({ href, children: label }))} />
        </nav>
      )}
    </section>
  )
}
