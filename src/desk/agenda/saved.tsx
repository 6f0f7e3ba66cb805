import { sessionsIn, type Warning } from '../../agenda/warnings.ts'
import type { PastChange } from '../../agenda/working-copy-history.service.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Note } from '../../ui/note.tsx'
import { Warnings } from './warnings.tsx'

/** The change that the reader has just made. */
export type SavedChange = Pick<PastChange, 'id' | 'action' | 'sessions'>

const words = ({ action, sessions }: SavedChange, meeting: Meeting, locale: Locale, t: TFunction): string => {
  if (action === 'change.undone') return t('plan:saved.undone')
  const [only, ...more] = sessions
  if (!only || more.length) return t('plan:saved.many', { count: sessions.length })
  const title = wordsOf(only.title, meeting, locale).text
  return only.did === 'added'
    ? t('plan:saved.added', { title })
    : only.did === 'deleted'
      ? t('plan:saved.deleted', { title })
      : t('plan:saved.changed', { title })
}

/** What was saved, the warnings about it, and the button that takes it back. */
export const Saved = ({
  t,
  locale,
  meeting,
  path,
  saved,
  warnings,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022` */
  path: string
  saved: SavedChange
  warnings: readonly Warning[]
}) => {
  const ids = new Set(saved.sessions.map(({ id }) => id))
  const about = warnings.filter((warning) => sessionsIn(warning).some(({ id }) => ids.has(id)))
  return (
    <Note>
      <p role="status">
        <strong>{words(saved, meeting, locale, t)}</strong>
      </p>
      {about.length > 0 && <Warnings t={t} locale={locale} meeting={meeting} path={path} warnings={about} />}
      {saved.action !== 'change.undone' && (
        <Form action={`${path}/agenda/history/${saved.id}/undo`}>
          <Actions>
            <Button second>{t('plan:saved.undo')}</Button>
          </Actions>
        </Form>
      )}
    </Note>
  )
}
