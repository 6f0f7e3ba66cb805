import { randomUUID } from 'node:crypto'
import { DELEGATION_ROLES, delegationName, type Delegation } from '../../delegations/delegation.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { PageHead } from '../../ui/axis.tsx'
import { Field } from '../../ui/field.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { dayDoor, modesOf } from '../places/days-open.ts'
import { LANGUAGE_OPTIONS } from './focal-points-axis.tsx'
import type { Entry } from './nomination.ts'

/** A row of the form: what was typed, and the id by which it is taken once. */
export interface EntryRow {
  entry: Entry
  submission: string
}

/** An empty row. */
export const blankRow = (
  meeting: Pick<Meeting, 'days'>,
  fallback: Pick<Entry, 'language'> & { mode: string },
): EntryRow => ({
  entry: {
    givenNames: '',
    familyName: '',
    role: 'representative',
    jobTitle: '',
    days: Object.fromEntries(meeting.days.map(({ date }) => [date.toString(), fallback.mode])),
    language: fallback.language,
    email: '',
    contact: '',
  },
  submission: randomUUID(),
})

/** The fields that say who somebody is, for a row or for a successor; `row` is before each name: `people[0]`. */
export const PersonFields = ({
  t,
  row,
  entry,
  errors,
}: {
  t: TFunction
  row: string | undefined
  entry: Pick<Entry, 'givenNames' | 'familyName' | 'jobTitle' | 'language' | 'email' | 'contact'>
  errors: readonly FieldProblem[] | undefined
}) => {
  const named = (field: string): string => (row === undefined ? field : `${row}[${field}]`)
  const text = (field: 'givenNames' | 'familyName' | 'jobTitle' | 'email' | 'contact') => ({
    t,
    name: named(field),
    value: entry[field],
    autocomplete: 'off' as const,
    error: problemOf(errors, named(field)),
  })
  return (
    <>
      <TextInput {...text('givenNames')} label={t('delegation:name.given')} />
      <TextInput {...text('familyName')} label={t('delegation:name.family')} optional />
      <TextInput {...text('jobTitle')} label={t('delegation:name.job')} optional />
      <TextInput {...text('email')} type="email" label={t('delegation:name.email')} optional />
      <TextInput
        {...text('contact')}
        type="email"
        label={t('delegation:name.contact')}
        hint={t('delegation:name.contactHint')}
        optional
      />
      <Select
        t={t}
        name={named('language')}
        label={t('delegation:name.language')}
        options={LANGUAGE_OPTIONS}
        value={entry.language}
        error={problemOf(errors, named('language'))}
      />
    </>
  )
}

/** Rows pasted from a mail, or a file of them. */
export const PasteFields = ({
  t,
  base,
  text,
  errors,
}: {
  t: TFunction
  base: string
  text?: string | undefined
  errors: readonly FieldProblem[] | undefined
}) => (
  <Form action={`${base}/paste`} class="form" enctype="multipart/form-data">
    <h3>{t('delegation:paste.title')}</h3>
    <Textarea
      t={t}
      name="text"
      label={t('delegation:paste.text')}
      hint={t('delegation:paste.hint')}
      rows={4}
      value={text}
      error={problemOf(errors, 'text')}
    />
    <Field t={t} name="file" label={t('delegation:paste.file')} error={problemOf(errors, 'file')}>
      {(control) => <input type="file" {...control} accept=".csv,.tsv,.txt,.xlsx" />}
    </Field>
    <Actions>
      <Button second>{t('delegation:paste.send')}</Button>
    </Actions>
  </Form>
)

/** The form that names people, one after the other; after pasting, with the rows that were read. */
export const namePeoplePage = ({
  ctx,
  meeting,
  delegation,
  today,
  rows,
  errors = [],
  done = 0,
  pasted = false,
}: {
  ctx: RequestContext
  meeting: Meeting
  delegation: Delegation
  today: Temporal.PlainDate
  rows: readonly EntryRow[]
  errors?: readonly FieldProblem[]
  /** How many of what was sent are taken. */
  done?: number
  /** Whether these are rows that were just read: their problems are told, and nothing was sent. */
  pasted?: boolean
}): HtmlResponse => {
  const { t, locale } = ctx
  const base = `/${locale}/${meeting.slug}/delegation/${delegation.id}`
  const days = meeting.days.filter((day) => dayDoor(day, delegation.constituency, today) === 'open')
  const bad = rows.filter((_, index) => errors.some(({ name }) => name.startsWith(`people[${index}]`))).length
  const title = pasted ? t('delegation:paste.heading') : t('delegation:name.title')
  return page(
    ctx,
    {
      title: `${title} · ${delegationName(delegation, locale)}`,
      meeting: frameOf(meeting, locale),
      section: 'me',
      errors,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('delegation:rail')}
            under={delegationName(delegation, locale)}
            errors={errors}
            title={title}
            lead={
              pasted
                ? [
                    t('delegation:paste.lead', { count: rows.length }),
                    ...(bad ? [t('delegation:paste.problems', { count: bad })] : []),
                  ].join(' ')
                : t('delegation:name.lead')
            }
          >
            {done > 0 && (
              <Note>
                <p>
                  {t('delegation:name.done', { count: done })} {t('delegation:name.left')}
                </p>
              </Note>
            )}
          </PageHead>
          <Form action={`${base}/name`}>
            {rows.map(({ entry, submission }, index) => {
              const row = `people[${index}]`
              const name = [entry.givenNames, entry.familyName].filter(Boolean).join(' ')
              return (
                <section class="axis" aria-labelledby={`row-${index}`}>
                  <h2 class="rail" id={`row-${index}`}>
                    {t('delegation:name.person', { number: index + 1 })}
                    {name && (
                      <>
                        <br />
                        <span class="quiet">{name}</span>
                      </>
                    )}
                  </h2>
                  <div class="form in-columns">
                    <input type="hidden" name={`${row}[submission]`} value={submission} />
                    <PersonFields t={t} row={row} entry={entry} errors={errors} />
                    <Select
                      t={t}
                      name={`${row}[role]`}
                      label={t('delegation:name.role')}
                      options={DELEGATION_ROLES.map((role) => ({ value: role, label: t(`delegation:role.${role}`) }))}
                      blank={t('delegation:ask.choose')}
                      value={entry.role}
                      error={problemOf(errors, `${row}[role]`)}
                    />
                    {days.map(({ date }) => {
                      const day = date.toString()
                      const typed = entry.days[day] ?? ''
                      const known = [...modesOf(meeting.format), 'none' as const]
                      return (
                        <Select
                          t={t}
                          name={`${row}[days][${date.toString()}]`}
                          label={formatDay(date, locale, { weekday: true, year: false })}
                          options={known.map((mode) => ({ value: mode, label: t(`delegation:mode.${mode}`) }))}
                          blank={t('delegation:ask.choose')}
                          value={typed}
                          error={problemOf(errors, `${row}[days][${date.toString()}]`)}
                        />
                      )
                    })}
                  </div>
                </section>
              )
            })}
            <div class="axis">
              <div class="form">
                <Actions>
                  <Button>{t('delegation:name.send')}</Button> <a href={base}>{t('delegation:back')}</a>
                </Actions>
              </div>
            </div>
          </Form>
        </>
      ),
    },
    { status: errors.length && !pasted ? 422 : 200, cache: 'private' },
  )
}
