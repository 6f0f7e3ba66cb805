import { constituency } from '../../delegations/constituency.ts'
import { delegationName, type Delegation } from '../../delegations/delegation.ts'
import type { FocalPoint } from '../../delegations/focal-point.ts'
import { otherNames, sortedStates } from '../../delegations/state.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import { acceptedBy } from '../../platform/files/file-purpose.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Actions, Button, Form, Hidden } from '../../ui/actions.tsx'
import { Axis, PageHead } from '../../ui/axis.tsx'
import { Field } from '../../ui/field.tsx'
import { page } from '../../ui/page.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { Terms } from '../../ui/terms.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { constituencyName } from '../words.ts'

/** Which delegation: its kind, then its State or its name. */
export interface AskedFor {
  constituency?: string | undefined
  state?: string | undefined
  organization?: string | undefined
}

/** The constituencies of a meeting that take part as delegations. */
export const constituenciesWithDelegations = ({ registration }: Pick<Meeting, 'registration'>): string[] =>
  registration.constituencies.filter((id) => constituency(id)?.delegationOf !== 'none')

/** The questions that say which delegation is meant, on the participant's page and at the desk. */
export const DelegationFields = ({
  t,
  locale,
  meeting,
  typed,
  errors,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  typed: AskedFor
  errors: readonly FieldProblem[] | undefined
}) => (
  <>
    <Select
      t={t}
      name="constituency"
      label={t('delegation:ask.constituency')}
      blank={t('delegation:ask.choose')}
      options={constituenciesWithDelegations(meeting).map((id) => ({ value: id, label: constituencyName(id, locale) }))}
      value={typed.constituency}
      error={problemOf(errors, 'constituency')}
    />
    <Select
      t={t}
      name="state"
      find
      label={t('delegation:ask.state')}
      hint={t('delegation:ask.stateHint')}
      blank={t('delegation:ask.choose')}
      options={sortedStates(locale).map((each) => ({
        value: each.iso3,
        label: each.name[locale],
        also: [...otherNames(each.iso3), each.iso3],
      }))}
      value={typed.state}
      error={problemOf(errors, 'state')}
      optional
    />
    <TextInput
      t={t}
      name="organization"
      label={t('delegation:ask.organization')}
      hint={t('delegation:ask.organizationHint')}
      value={typed.organization}
      autocomplete="organization"
      error={problemOf(errors, 'organization')}
      optional
    />
  </>
)

/** Where somebody asks to speak for a delegation, and sees what became of it. */
export const askPage = ({
  ctx,
  meeting,
  typed,
  before,
  errors = [],
}: {
  ctx: RequestContext
  meeting: Meeting
  typed: AskedFor
  before: readonly { focalPoint: FocalPoint; delegation: Delegation }[]
  errors?: readonly FieldProblem[]
}): HtmlResponse => {
  const { t, locale } = ctx
  return page(
    ctx,
    {
      title: t('delegation:ask.heading'),
      meeting: frameOf(meeting, locale),
      section: 'me',
      errors,
      scripts: ['combobox'],
      children: (
        <>
          <PageHead
            t={t}
            rail={t('delegation:title')}
            errors={errors}
            title={t('delegation:ask.heading')}
            lead={t('delegation:ask.lead')}
          />
          {before.length > 0 && (
            <Axis title={t('delegation:ask.sent')}>
              <Terms
                terms={before.map(({ focalPoint, delegation }) => ({
                  term: delegationName(delegation, locale),
                  detail: t(`delegation:ask.state-${focalPoint.state}`, {
                    date: formatDay(focalPoint.since.toZonedDateTimeISO(meeting.timeZone).toPlainDate(), locale, {
                      year: false,
                    }),
                  }),
                }))}
              />
              {before
                .filter(({ focalPoint }) => focalPoint.state === 'requested')
                .map(({ focalPoint, delegation }) => (
                  <Form
                    action={`/${locale}/${meeting.slug}/delegation/ask/${focalPoint.id}/note`}
                    class="form"
                    enctype="multipart/form-data"
                  >
                    <Field
                      t={t}
                      name={`note-${focalPoint.id}`}
                      label={t('delegation:ask.replaceNote', { delegation: delegationName(delegation, locale) })}
                      hint={t('delegation:ask.replaceHint')}
                      error={problemOf(errors, `note-${focalPoint.id}`)}
                    >
                      {(control) => <input type="file" {...control} accept={acceptedBy('note-verbale').join(',')} />}
                    </Field>
                    <Actions>
                      <Button second>
                        {t('delegation:ask.replaceSend')}
                        <Hidden> {delegationName(delegation, locale)}</Hidden>
                      </Button>
                    </Actions>
                  </Form>
                ))}
            </Axis>
          )}
          <div class="axis">
            <Form action={`/${locale}/${meeting.slug}/delegation/ask`} class="form" enctype="multipart/form-data">
              <DelegationFields t={t} locale={locale} meeting={meeting} typed={typed} errors={errors} />
              <Field
                t={t}
                name="note"
                label={t('delegation:ask.note')}
                hint={t('delegation:ask.noteHint')}
                error={problemOf(errors, 'note')}
              >
                {(control) => <input type="file" {...control} accept={acceptedBy('note-verbale').join(',')} />}
              </Field>
              <Actions>
                <Button>{t('delegation:ask.send')}</Button>
              </Actions>
            </Form>
          </div>
        </>
      ),
    },
    { status: errors.length ? 422 : 200, cache: 'private' },
  )
}
