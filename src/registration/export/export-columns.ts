import { stateName } from '../../delegations/state.ts'
import type { SessionId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { translator, type TFunction } from '../../platform/i18n/i18n.ts'
import { answerText } from '../questions/answer-words.ts'
import { questionsOf } from '../questions/badge-questions.ts'
import { shownReference } from '../reference.ts'
import type { ListedRegistration } from '../review/registration-list.service.ts'
import type { DayStatus, ExtraStanding } from '../standing.ts'
import { constituencyName } from '../words.ts'

/** A column of an export: its id in addresses, its heading, and what it says of a registration. */
export interface ExportColumn {
  id: string
  heading: string
  cell: (row: ListedRegistration) => string
  /** Whether it is taken when nobody has chosen yet. */
  usual: boolean
}

/** A session that asks people to sign up, as organisers name it. */
export interface SignUpSession {
  id: SessionId
  /** `DX-4 Climate and mobility` */
  name: string
}

/** Answers of these types are kept as programs read them. */
const AS_KEPT: ReadonlySet<Question['type']> = new Set(['date', 'number', 'phone'])

/**
 * What can be exported of a meeting's registrations, in the reader's language. Headings and values are those that an
 * import reads, so that a table can be taken out, changed, and given back.
 */
export const exportColumns = (
  meeting: Meeting,
  locale: Locale,
  sessions: readonly SignUpSession[] = [],
): ExportColumn[] => {
  const t = translator(locale)
  const yesNo = (yes: boolean): string => t(yes ? 'registration:answers.yes' : 'registration:answers.no')
  const column = (id: string, heading: string, cell: ExportColumn['cell'], usual = true): ExportColumn => ({
    id,
    heading,
    cell,
    usual,
  })
  return [
    column('reference', t('tables:column.reference'), ({ reference }) => shownReference(reference)),
    column('givenNames', t('tables:field.givenNames'), ({ names }) => names.givenNames),
    column('familyName', t('tables:field.familyName'), ({ names }) => names.familyName),
    column('email', t('tables:field.email'), ({ email }) => email),
    column('constituency', t('tables:field.constituency'), ({ claim }) => constituencyName(claim.constituency, locale)),
    column('state', t('tables:field.state'), ({ claim }) => (claim.state ? stateName(claim.state, locale) : '')),
    column('iso3', t('tables:column.iso3'), ({ claim }) => claim.state ?? '', false),
    column('organization', t('tables:field.organization'), ({ claim }) => claim.organization),
    column('jobTitle', t('tables:field.jobTitle'), ({ jobTitle }) => jobTitle),
    column('registration', t('tables:column.registration'), ({ state }) =>
      t(`tables:status.${state === 'draft' ? 'none' : state}`),
    ),
    column('verified', t('tables:field.verified'), ({ verified }) => yesNo(verified !== null)),
    ...meeting.days.flatMap((day, index) => dayColumns(t, locale, day.date, index, column)),
    column('language', t('tables:field.language'), ({ language }) => language),
    column(
      'role',
      t('tables:column.role'),
      ({ delegation }) => (delegation?.role ? t(`tables:role.${delegation.role}`) : ''),
      false,
    ),
    column('rank', t('tables:column.rank'), ({ delegation }) => String(delegation?.rank ?? ''), false),
    column('nominated', t('tables:column.nominated'), ({ nominated }) => yesNo(nominated), false),
    column('late', t('tables:column.late'), ({ late }) => yesNo(late), false),
    column('listed', t('tables:column.listed'), ({ consents }) => yesNo(consents.list === true), false),
    column('sent', t('tables:column.sent'), ({ submittedAt }) => moment(submittedAt, meeting), false),
    column('changed', t('tables:column.changed'), ({ changedAt }) => moment(changedAt, meeting), false),
    ...(meeting.registration.floor
      ? meeting.days.map(({ date }, index) =>
          column(
            `floor:${index + 1}`,
            t('tables:column.floor', { day: formatDay(date, locale, { year: false }) }),
            ({ standing }) => beside(t, standing.days.find(({ day }) => day === date.toString())?.floor),
            false,
          ),
        )
      : []),
    ...sessions.map(({ id, name }) =>
      column(
        `session:${id}`,
        t('tables:column.session', { session: name }),
        ({ standing }) =>
          beside(
            t,
            standing.days.flatMap((day) => day.sessions ?? []).find(({ session }) => session === id),
          ),
        false,
      ),
    ),
    ...questionsOf(meeting.registration).map((question) =>
      column(
        `answer:${question.id}`,
        localize(question.label, locale, meeting.mainLanguage)?.text ?? question.id,
        ({ answers }) => answerCell(question, answers[question.id], meeting, locale),
        false,
      ),
    ),
  ]
}

const statusWords = (t: TFunction, is: DayStatus, rank: number | undefined): string => {
  const status = t(`tables:status.${is}`)
  return rank ? t('tables:column.waitingAt', { status, rank }) : status
}

/** How it stands with what somebody asked for beside the day; empty where they did not. */
const beside = (t: TFunction, extra: ExtraStanding | undefined): string =>
  extra ? statusWords(t, extra.status, extra.rank) : ''

const dayColumns = (
  t: TFunction,
  locale: Locale,
  date: Temporal.PlainDate,
  index: number,
  column: (id: string, heading: string, cell: ExportColumn['cell']) => ExportColumn,
): ExportColumn[] => {
  const day = formatDay(date, locale, { year: false })
  const of = (row: ListedRegistration) => row.standing.days.find((each) => each.day === date.toString())
  return [
    column(`day:${index + 1}`, t('tables:field.day', { day }), (row) => t(`tables:mode.${of(row)?.mode ?? 'none'}`)),
    column(`status:${index + 1}`, t('tables:column.status', { day }), (row) => {
      const found = of(row)
      return statusWords(t, found?.status ?? 'none', found?.rank)
    }),
  ]
}

const answerCell = (question: Question, answer: string | undefined, meeting: Meeting, locale: Locale): string => {
  if (!answer) return ''
  return AS_KEPT.has(question.type) ? answer : answerText(question, answer, meeting, locale)
}

/** On the meeting's clock, as spreadsheets sort it: `2022-10-07 17:40`. */
const moment = (instant: Temporal.Instant, { timeZone }: Pick<Meeting, 'timeZone'>): string =>
  instant.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')

/** The columns that somebody chose, in the order of the list; the usual ones when they chose none that exist. */
export const chosenColumns = (all: readonly ExportColumn[], ids: readonly string[]): ExportColumn[] => {
  const chosen = all.filter(({ id }) => ids.includes(id))
  return chosen.length ? chosen : all.filter(({ usual }) => usual)
}
