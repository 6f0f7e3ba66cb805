import { LOCALE_NAMES, LOCALES, type Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { ActionLink, Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { Terms } from '../../ui/terms.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { DelegationRoom } from './delegation-room.service.ts'

/** The languages of our messages, to choose one from. */
export const LANGUAGE_OPTIONS = LOCALES.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale], lang: locale }))

/** Where somebody becomes a focal point: an address and the language to write in. */
export const ColleagueFields = ({
  t,
  language,
  email,
  errors,
}: {
  t: TFunction
  language: Locale
  email?: string | undefined
  errors: readonly FieldProblem[] | undefined
}) => (
  <>
    <TextInput
      t={t}
      type="email"
      name="email"
      label={t('delegation:focal.email')}
      value={email}
      autocomplete="off"
      error={problemOf(errors, 'email')}
    />
    <Select t={t} name="language" label={t('delegation:focal.language')} options={LANGUAGE_OPTIONS} value={language} />
  </>
)

/** Who speaks for the delegation; one names another, and nobody removes the last. */
export const FocalPointsAxis = ({
  ctx,
  meeting,
  room,
  person,
  base,
  errors,
}: {
  ctx: RequestContext
  meeting: Meeting
  room: DelegationRoom
  person: string
  base: string
  errors?: readonly FieldProblem[] | undefined
}) => {
  const { t, locale } = ctx
  const alone = room.focalPoints.length === 1
  return (
    <Axis title={t('delegation:focal.title')} id="focal-points">
      <div class="form">
        <Terms
          terms={room.focalPoints.map((each) => {
            const since = t('delegation:focal.since', {
              date: formatDay(each.since.toZonedDateTimeISO(meeting.timeZone).toPlainDate(), locale, { year: false }),
            })
            const own = each.person === person
            return {
              term: own ? `${each.name} (${t('delegation:focal.you')})` : each.name,
              detail: each.address === each.name ? since : `${each.address}, ${since}`,
              ...(!alone && {
                action: (
                  <ActionLink href={`${base}/focal-points/${each.person}/remove`} about={each.name}>
                    {own ? t('delegation:focal.stepDown') : t('delegation:focal.remove')}
                  </ActionLink>
                ),
              }),
            }
          })}
        />
        {alone && <p class="quiet">{t('delegation:focal.last')}</p>}
        <Form action={`${base}/focal-points`} class="form">
          <h3>{t('delegation:focal.name')}</h3>
          <ColleagueFields t={t} language={locale} errors={errors} />
          <Actions>
            <Button second>{t('delegation:focal.send')}</Button>
          </Actions>
        </Form>
      </div>
    </Axis>
  )
}
