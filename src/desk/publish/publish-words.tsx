import type { ReleasedSession } from '../../agenda/release.ts'
import type { WorkingChange } from '../../agenda/working-copy-changes.ts'
import { constituency } from '../../delegations/constituency.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { capitalized, formatDay, listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { Whom } from './whom.ts'

/** Where and when a released session is, as the desk lists it. */
export const placeWords = (session: ReleasedSession, meeting: Meeting, locale: Locale, t: TFunction): string => {
  const found = meeting.rooms.find(({ id }) => id === session.room)
  const day = formatDay(Temporal.PlainDate.from(session.day), locale, { year: false })
  const time = session.start ? `${session.start}–${session.end}` : t('desk:agenda.timeToBeAnnounced')
  return [day, time, found ? wordsOf(found.name, meeting, locale).text : t('desk:agenda.roomToBeAnnounced')].join(', ')
}

const PLACE = ['day', 'startsAt', 'endsAt', 'room', 'status']

/** What a change does: the place before and now, then the names of what else differs. */
export const WhatChanges = ({
  t,
  locale,
  meeting,
  change,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  change: WorkingChange
}) => {
  if (change.kind !== 'changed') return <>{placeWords(change.session, meeting, locale, t)}</>
  const [before, after] = [change.before, change.session].map((one) => placeWords(one, meeting, locale, t))
  const other = change.fields.filter((field) => !PLACE.includes(field))
  return (
    <>
      {before !== after && (
        <>
          <del>{before}</del> {after}{' '}
        </>
      )}
      {other.map((field) => t(`desk:field.${field}`)).join(', ')}
    </>
  )
}

/** Whom something is for, in words; `alone` where nobody sees anything else. */
export const whomWords = (whom: readonly Whom[], alone: boolean, locale: Locale, t: TFunction): string => {
  if (whom.some((one) => one.is === 'public')) return alone ? t('publishing:whom.everybody') : t('publishing:whom.rest')
  const names = whom.map((one) => {
    switch (one.is) {
      case 'constituency':
        return localize(constituency(one.constituency)?.plural, locale, 'en')?.text ?? one.constituency
      case 'group':
        return t('publishing:whom.group', { group: one.group })
      default:
        return t('publishing:whom.registered')
    }
  })
  return capitalized(listed(names, locale), locale)
}
