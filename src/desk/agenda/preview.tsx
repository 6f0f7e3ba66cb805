import type { Session } from '../../agenda/session.entity.ts'
import { warningsBetween } from '../../agenda/warnings.ts'
import type { SessionChanges } from '../../agenda/session.ts'
import { instantsOf, withChanges } from '../../agenda/session.ts'
import { sessionFields, writtenOn } from '../../agenda/session-row.ts'
import type { SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import type { Judge } from './agenda-warnings.service.ts'
import type { Wording } from './field-words.ts'
import { Warnings } from './warnings.tsx'
import { dayName, roomName, timesOf } from './words.ts'

/** The sessions as they would be. @throws NoSuchHour, EmptySpan */
export const wouldBe = (
  sessions: readonly Session[],
  changes: ReadonlyMap<SessionId, SessionChanges>,
  { timeZone }: Pick<Meeting, 'timeZone'>,
): Session[] =>
  sessions.map((session) => {
    const change = changes.get(session.id)
    if (!change) return session
    const after = withChanges(sessionFields(session), change)
    const span = instantsOf(after, timeZone)
    return Object.assign(writtenOn(session, after), { startsAt: span?.startsAt ?? null, endsAt: span?.endsAt ?? null })
  })

/** What a change of many sessions would move, and which warnings come and go with it. */
export const Preview = ({
  path,
  before,
  after,
  changes,
  judge,
  movedMeanwhile,
  ...wording
}: Wording & {
  path: string
  before: readonly Session[]
  after: readonly Session[]
  changes: ReadonlyMap<SessionId, SessionChanges>
  judge: Judge
  /** Somebody changed the agenda since the reader looked. */
  movedMeanwhile: boolean
}) => {
  const { t, locale, meeting } = wording
  if (changes.size === 0) return <Empty>{t('plan:preview.nothing')}</Empty>
  const { come, go } = warningsBetween(judge.warnings(before), judge.warnings(after))
  const now = new Map(before.map((session) => [session.id, session]))
  const where = (session: Session): string =>
    [dayName(session.day, locale), timesOf(session, t), roomName(meeting, session.roomId, locale, t)].join(', ')
  return (
    <>
      {movedMeanwhile && (
        <Note>
          <p role="alert">{t('plan:preview.again')}</p>
        </Note>
      )}
      <DataTable
        t={t}
        labelledBy="moves"
        columns={[
          { name: t('plan:preview.session') },
          { name: t('plan:preview.was') },
          { name: t('plan:preview.will') },
        ]}
        rows={after
          .filter(({ id }) => changes.has(id))
          .map((session) => ({
            header: (
              <>
                {wordsOf(session.title, meeting, locale).text} <small>{session.code}</small>
              </>
            ),
            cells: [where(now.get(session.id)!), <strong>{where(session)}</strong>],
          }))}
      />
      <h2>{t('plan:preview.come')}</h2>
      {come.length ? (
        <Warnings t={t} locale={locale} meeting={meeting} path={path} warnings={come} />
      ) : (
        <p>{t('plan:preview.noneCome')}</p>
      )}
      {go.length > 0 && (
        <>
          <h2>{t('plan:preview.go')}</h2>
          <Warnings t={t} locale={locale} meeting={meeting} path={path} warnings={go} />
        </>
      )}
    </>
  )
}
