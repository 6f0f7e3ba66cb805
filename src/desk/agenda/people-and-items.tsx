import type { ComponentChildren } from 'preact'
import { OFFICER_ROLES } from '../../agenda/release.ts'
import { CONSTITUENCIES } from '../../delegations/constituency.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Axis } from '../../ui/axis.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { OfficerAnswers, SessionAnswers } from './session-answers.ts'
import { Tongues } from './tongues.tsx'

interface Props {
  t: TFunction
  locale: Locale
  meeting: Meeting
  answers: Pick<SessionAnswers, 'officers' | 'items'>
  errors: readonly FieldProblem[] | undefined
}

/** Empty rows below those that are filled in: one to see, the others to unfold. */
const MORE = 6

const NOBODY: OfficerAnswers = { role: 'speaker', name: {}, constituency: '' }

const Row = ({
  legend,
  id,
  error,
  children,
}: {
  legend: string
  id: string
  error: string | undefined
  children: ComponentChildren
}) => (
  <fieldset class="field" id={id} tabIndex={error ? -1 : undefined}>
    <legend>{legend}</legend>
    {error && <p class="error">{error}</p>}
    {children}
  </fieldset>
)

const Officer = ({
  t,
  locale,
  meeting,
  errors,
  officer,
  index,
}: Props & { officer: OfficerAnswers; index: number }) => {
  const name = `officers[${index}]`
  return (
    <Row
      legend={t('plan:form.officer', { number: index + 1 })}
      id={`officers-${index}-name`}
      error={problemOf(errors, `${name}[name]`)}
    >
      <div class="pair">
        <Select
          t={t}
          name={`${name}[role]`}
          label={t('plan:form.role')}
          options={OFFICER_ROLES.map((role) => ({ value: role, label: t(`plan:form.${role}`) }))}
          value={officer.role}
          error={problemOf(errors, `${name}[role]`)}
        />
        <Select
          t={t}
          name={`${name}[constituency]`}
          label={t('plan:form.speaksFor')}
          blank={t('plan:form.noConstituency')}
          options={CONSTITUENCIES.map(({ id, name: called }) => ({
            value: id,
            label: localize(called, locale, meeting.mainLanguage)?.text ?? id,
          }))}
          value={officer.constituency}
          error={problemOf(errors, `${name}[constituency]`)}
        />
      </div>
      <Tongues t={t} name={`${name}[name]`} label={t('plan:form.name')} text={officer.name} rows={1} errors={errors} />
    </Row>
  )
}

const Item = ({
  t,
  errors,
  item,
  index,
}: Pick<Props, 't' | 'errors'> & { item: SessionAnswers['items'][number]; index: number }) => {
  const name = `items[${index}]`
  return (
    <Row
      legend={t('plan:form.item', { number: index + 1 })}
      id={`items-${index}-title`}
      error={problemOf(errors, `${name}[title]`)}
    >
      <TextInput
        t={t}
        name={`${name}[number]`}
        label={t('plan:form.number')}
        size={6}
        value={item.number}
        error={problemOf(errors, `${name}[number]`)}
      />
      <Tongues
        t={t}
        name={`${name}[title]`}
        label={t('desk:session.title')}
        text={item.title}
        rows={1}
        errors={errors}
      />
    </Row>
  )
}

/** Empty rows to unfold, each behind the one before: who adds a row has no other to pass on the way to the end of the form. */
const More = ({
  first,
  last,
  add,
  children,
}: {
  first: number
  last: number
  add: (number: number) => string
  children: (index: number) => ComponentChildren
}) => (
  <details>
    <summary>{add(first + 1)}</summary>
    <div class="form">
      {children(first)}
      {first < last && (
        <More first={first + 1} last={last} add={add}>
          {children}
        </More>
      )}
    </div>
  </details>
)

/** Filled rows, one that is empty, and more to unfold: rows can be added without a script and without sending the form. */
const Rows = <T,>({
  rows,
  empty,
  add,
  children,
}: {
  rows: readonly T[]
  empty: T
  /** What unfolds the row of a number. */
  add: (number: number) => string
  children: (row: T, index: number) => ComponentChildren
}) => (
  <>
    {[...rows, empty].map(children)}
    <More first={rows.length + 1} last={rows.length + MORE} add={add}>
      {(index) => children(empty, index)}
    </More>
  </>
)

/** Who chairs and speaks, and the numbered items of a session. */
export const PeopleAndItems = (props: Props) => {
  const { t, answers, errors } = props
  return (
    <>
      <Axis title={t('plan:form.officers')} id="officers">
        <div class="form">
          <p class="hint">{t('plan:form.officersHint')}</p>
          <Rows rows={answers.officers} empty={NOBODY} add={(number) => t('plan:form.addOfficer', { number })}>
            {(officer, index) => <Officer {...props} officer={officer} index={index} />}
          </Rows>
        </div>
      </Axis>
      <Axis title={t('plan:form.items')} id="items">
        <div class="form">
          <p class="hint">{t('plan:form.itemsHint')}</p>
          <Rows
            rows={answers.items}
            empty={{ number: '', title: {} }}
            add={(number) => t('plan:form.addItem', { number })}
          >
            {(item, index) => <Item t={t} errors={errors} item={item} index={index} />}
          </Rows>
        </div>
      </Axis>
    </>
  )
}
