import type { ComponentChildren } from 'preact'
import { stateName } from '../delegations/state.ts'
import { isLocale, LOCALE_NAMES } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { formatDay, formatInstant } from '../platform/i18n/formats.ts'
import { hasWords, wordsFor, type TFunction } from '../platform/i18n/i18n.ts'
import { isScope } from '../platform/policies/token-scope.ts'
import { exportColumns } from '../registration/export/export-columns.ts'
import { answerText } from '../registration/questions/answer-words.ts'
import { questionsOf } from '../registration/questions/badge-questions.ts'
import { shownReference } from '../registration/reference.ts'
import { constituencyName } from '../registration/words.ts'
import type { Held, HeldValue } from './export.service.ts'

/** Who reads, and the meetings that may be spoken of, by id. */
export interface Around {
  ctx: RequestContext
  meetings: ReadonlyMap<string, Meeting>
}

type Row = Held['rows'][number]

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const DAY = /^\d{4}-\d\d-\d\d$/

/** Columns whose values are codes of ours; in others a word that looks like one is somebody's own. */
const CODED = new Set([
  ...['state', 'from_state', 'to_state', 'mode', 'held', 'delegation_role'],
  ...['role', 'carries', 'closed', 'purpose', 'media_type', 'format', 'kind'],
])

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const meetingOf = (row: Row, { meetings }: Around): Meeting | undefined =>
  typeof row.meeting_id === 'string' ? meetings.get(row.meeting_id) : undefined

const moment = (text: string, { ctx }: Around): string =>
  `${formatInstant(Temporal.Instant.from(text), 'UTC', ctx.locale)} UTC`

/** What was done, or what a mail was about; of what only organisers do, what it was about. The ids are in the file. */
export const deedWords = (action: string, { locale }: Pick<RequestContext, 'locale'>): string => {
  const [about = '', move = ''] = action.split('.')
  const keys = [
    `privacy:deed.${action.replace('.', '-')}`,
    ...(about === 'registration' ? [`desk:registrations.history.move.${move}`] : []),
    `privacy:deed.${about}`,
  ]
  const known = keys.find((key) => hasWords(key))
  return known ? wordsFor(locale, known) : action
}

/** A line of a list: what it is, and what it says. */
type Line = readonly [term: string, detail: string]

const List = ({ t, lines }: { t: TFunction; lines: readonly Line[] }) => (
  <ul>
    {lines.map(([question, answer]) => (
      <li>{t('privacy:data.answer', { question, answer })}</li>
    ))}
  </ul>
)

const column = (name: string, { ctx }: Around): string => wordsFor(ctx.locale, `privacy:column.${name}`)

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

/** Answers by the words of their questions; those to a question that is not there any more by its id. */
const answerLines = (answers: unknown, row: Row, around: Around): Line[] => {
  if (!isObject(answers)) return []
  const meeting = meetingOf(row, around)
  const questions = meeting ? questionsOf(meeting.registration) : []
  return Object.entries(answers).flatMap(([id, answer]): Line[] => {
    const said = text(answer)
    if (!said) return []
    const question = questions.find((each) => each.id === id)
    if (!question || !meeting) return [[id, said]]
    const { locale } = around.ctx
    return [[wordsOf(question.label, meeting, locale).text, answerText(question, said, meeting, locale)]]
  })
}

const wishLine = (wish: unknown, around: Around): Line[] => {
  if (!isObject(wish)) return []
  const { locale } = around.ctx
  const day = text(wish.day)
  const mode = coded(text(wish.mode), around)
  const also = wish.meanwhile === true ? `, ${column('meanwhile', around).toLocaleLowerCase(locale)}` : ''
  return DAY.test(day) ? [[formatDay(Temporal.PlainDate.from(day), locale), `${mode}${also}`]] : []
}

/** A registration that was begun and not sent. */
const draftLines = (draft: Readonly<Record<string, unknown>>, row: Row, around: Around): Line[] => {
  const { locale } = around.ctx
  const names = isObject(draft.names) ? draft.names : {}
  const claim = isObject(draft.claim) ? draft.claim : {}
  const language = text(draft.language)
  const said: [string, string][] = [
    ['given_names', text(names.givenNames)],
    ['family_name', text(names.familyName)],
    ['job_title', text(draft.jobTitle)],
    ['claimed_constituency', claim.constituency ? constituencyName(text(claim.constituency), locale) : ''],
    ['claimed_state', claim.state ? stateName(text(claim.state), locale) : ''],
    ['organization', text(claim.organization)],
    ['language', isLocale(language) ? LOCALE_NAMES[language] : language],
  ]
  return [
    ...said.flatMap(([name, value]): Line[] => (value ? [[column(name, around), value]] : [])),
    ...(Array.isArray(draft.wishes) ? draft.wishes.flatMap((wish: unknown) => wishLine(wish, around)) : []),
    ...answerLines(draft.answers, row, around),
  ]
}

const consentLines = (consents: Readonly<Record<string, unknown>>, around: Around): Line[] => {
  const { t } = around.ctx
  const yes = (value: unknown): string => (value === true ? t('privacy:data.yes') : t('privacy:data.no'))
  const at = text(consents.at)
  return [
    [t('privacy:agreed.data'), yes(consents.data)],
    [t('privacy:agreed.list'), yes(consents.list)],
    ...(consents.notice ? [[t('privacy:agreed.notice'), text(consents.notice)] as const] : []),
    ...(MOMENT.test(at) ? [[t('privacy:agreed.at'), moment(at, around)] as const] : []),
  ]
}

const several = (values: readonly unknown[], name: string, row: Row, around: Around): string => {
  const meeting = name === 'columns' ? meetingOf(row, around) : undefined
  const columns = meeting ? exportColumns(meeting, around.ctx.locale) : []
  return values
    .map((value) => {
      const said = text(value)
      // Which session it was is the organiser's to say.
      if (name === 'columns' && said.startsWith('session:')) return column('session_id', around)
      if (name === 'scopes' && isScope(said)) return around.ctx.t(`tokens:scope.${said}.name`)
      return columns.find(({ id }) => id === said)?.heading ?? said
    })
    .filter(Boolean)
    .join(name === 'cells' ? ' · ' : ', ')
}

const coded = (code: string, { ctx }: Around): string =>
  hasWords(`privacy:value.${code}`) ? wordsFor(ctx.locale, `privacy:value.${code}`) : code

/** A value as people read it, in the language of the page; the file has it as programs do. */
export const valueWords = (value: HeldValue, name: string, row: Row, around: Around): ComponentChildren => {
  const { ctx, meetings } = around
  const { t, locale } = ctx
  if (typeof value === 'boolean') return value ? t('privacy:data.yes') : t('privacy:data.no')
  if (Array.isArray(value)) return several(value, name, row, around)
  if (isObject(value)) {
    if (name === 'consents') return <List t={t} lines={consentLines(value, around)} />
    if (name === 'draft') return <List t={t} lines={draftLines(value, row, around)} />
    return <List t={t} lines={answerLines(value, row, around)} />
  }
  const said = String(value)
  if (name === 'meeting_id') {
    const meeting = meetings.get(said)
    return meeting ? wordsOf(meeting.title, meeting, locale).text : said
  }
  if (name === 'reference') return shownReference(said)
  if (name.endsWith('constituency')) return constituencyName(said, locale)
  if (name === 'claimed_state' || name === 'verified_state') return stateName(said, locale)
  if ((name === 'language' || name === 'locale') && isLocale(said)) return LOCALE_NAMES[said]
  if (name === 'day' && DAY.test(said)) return formatDay(Temporal.PlainDate.from(said), locale)
  // What a mail was about; the id behind it is in the file.
  if (name === 'cause') return deedWords(said.split(' ')[0] ?? '', ctx)
  if (name === 'action') return deedWords(said, ctx)
  if (name === 'move') return deedWords(`registration.${said}`, ctx)
  if (MOMENT.test(said)) return moment(said, around)
  return CODED.has(name) ? coded(said, around) : said
}
