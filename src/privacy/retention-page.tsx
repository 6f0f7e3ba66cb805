import type { Meeting } from '../meetings/meeting.entity.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import { PERSONAL_DATA, type PersonalData } from '../meetings/personal-data.ts'
import type { DeskRoom } from '../desk/desk-room.service.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { formatDay } from '../platform/i18n/formats.ts'
import { DeskHead } from '../ui/axis.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Empty, Note } from '../ui/note.tsx'
import { page } from '../ui/page.tsx'
import { periodWords } from './period.ts'
import { goingsOf, nameOfGoing } from './retention.ts'
import type { Went } from './retention.service.ts'

const isKind = (name: string): name is PersonalData => name in PERSONAL_DATA

/** What a name in the record means: a kind of data, or a question of the organiser's. */
const nameWords = (name: string, meeting: Meeting, { t, locale }: RequestContext): string => {
  if (isKind(name)) return t(`privacy:kind.${name}.title`)
  const id = name.replace(/^question /, '')
  const question = meeting.registration.questions.find((each) => each.id === id)
  return t('privacy:desk.question', { question: question ? wordsOf(question.label, meeting, locale).text : id })
}

/** The desk's page of a meeting's personal data: what goes when, and the record of what went. */
export const retentionPage = (ctx: RequestContext, room: DeskRoom, went: readonly Went[]): HtmlResponse => {
  const { t, locale } = ctx
  const { meeting } = room
  const goings = goingsOf(meeting)
  const dateOf = (on: Temporal.Instant): string =>
    formatDay(on.toZonedDateTimeISO(meeting.timeZone).toPlainDate(), locale)
  return page(ctx, {
    title: t('privacy:desk.title'),
    ...room.frame,
    children: (
      <>
        <DeskHead t={t} title={t('privacy:desk.title')} under={t('privacy:desk.lead')}>
          <a href={`/${locale}/${meeting.slug}/privacy`}>{t('privacy:notice.link')}</a>
        </DeskHead>
        {meeting.demonstration && (
          <Note>
            <p>{t('privacy:desk.demonstration')}</p>
          </Note>
        )}
        <DataTable
          t={t}
          caption={t('privacy:desk.goes')}
          columns={[
            { name: t('privacy:desk.kind') },
            { name: t('privacy:desk.period') },
            { name: t('privacy:desk.date') },
          ]}
          rows={goings.map((going) => ({
            header: nameWords(nameOfGoing(going), meeting, ctx),
            cells: [periodWords(going.period, locale) || t('privacy:kept.none'), dateOf(going.on)],
          }))}
        />
        <p class="quiet">{t('privacy:desk.people')}</p>
        {went.length ? (
          <DataTable
            t={t}
            caption={t('privacy:desk.went')}
            columns={[
              { name: t('privacy:desk.kind') },
              { name: t('privacy:desk.date') },
              { name: t('privacy:desk.count') },
            ]}
            rows={went.map(({ day, what, count }) => ({
              header: nameWords(what, meeting, ctx),
              cells: [formatDay(day, locale), count],
            }))}
          />
        ) : (
          !meeting.demonstration &&
          goings[0] && (
            <Empty>
              <p>{t('privacy:desk.nothing', { date: dateOf(goings[0].on) })}</p>
            </Empty>
          )
        )}
      </>
    ),
  })
}
