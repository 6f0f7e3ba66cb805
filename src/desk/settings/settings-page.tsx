import { CONSTITUENCIES } from '../../delegations/constituency.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { periodOf, WITH_PERIOD } from '../../meetings/personal-data.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import {
  isOfStates,
  MOMENTS,
  VERIFICATIONS,
  type SettingsDraft,
  type SettingsMoment,
} from '../../registration/settings.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { DataTable, type Row } from '../../ui/data-table.tsx'
import { HintAndError } from '../../ui/field.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import { Tongues } from '../agenda/tongues.tsx'
import { durationOptions, durationWords } from './durations.ts'

interface Props {
  t: TFunction
  locale: Locale
  meeting: Meeting
  action: string
  draft: SettingsDraft
  errors: readonly FieldProblem[]
}

const HINTS = {
  opens: undefined,
  closes: 'questions:settings.closesHint',
  closesInPerson: 'questions:settings.closesInPersonHint',
  nominateBy: 'questions:settings.nominateByHint',
  confirmBy: 'questions:settings.confirmByHint',
} as const satisfies Readonly<Record<SettingsMoment, string | undefined>>

const OPTIONAL: ReadonlySet<SettingsMoment> = new Set(['closesInPerson', 'nominateBy', 'confirmBy'])

const Windows = ({ t, draft, errors, meeting }: Props) => (
  <Axis title={t('questions:settings.windows')}>
    <div class="form">
      {MOMENTS.filter((name) => name !== 'closesInPerson' || meeting.format === 'hybrid').map((name) => {
        const hint = HINTS[name]
        return (
          <TextInput
            t={t}
            type="datetime-local"
            name={name}
            label={t(`questions:settings.${name}`)}
            {...(hint && { hint: t(hint) })}
            value={draft.moments[name]}
            error={problemOf(errors, name)}
            optional={OPTIONAL.has(name)}
          />
        )
      })}
    </div>
  </Axis>
)

const Who = ({ t, locale, meeting, draft, errors }: Props) => {
  const fallback = draft.verification['default'] ?? 'secretariat'
  const rows = CONSTITUENCIES.map(({ id, plural }): Row => {
    const who = localize(plural, locale, meeting.mainLanguage)?.text ?? id
    return {
      header: (
        <Tick
          t={t}
          name="constituencies[]"
          id={`constituency-${id}`}
          value={id}
          label={who}
          checked={draft.constituencies.includes(id)}
        />
      ),
      cells: [
        <Select
          t={t}
          name={`verification[${id}]`}
          label={t('questions:settings.verificationOf', { who })}
          hideLabel
          options={VERIFICATIONS.filter((each) => each !== 'focal-point-or-email-domain' || !isOfStates(id)).map(
            (each) => ({ value: each, label: t(`questions:settings.verification.${each}`) }),
          )}
          value={draft.verification[id] ?? fallback}
          error={problemOf(errors, `verification[${id}]`)}
        />,
        isOfStates(id) ? (
          <span class="quiet">{t('questions:settings.states')}</span>
        ) : (
          <TextInput
            t={t}
            name={`emailDomains[${id}]`}
            label={t('questions:settings.domainsOf', { who })}
            hideLabel
            value={draft.emailDomains[id] ?? ''}
            spellcheck={false}
            error={problemOf(errors, `emailDomains[${id}]`)}
          />
        ),
      ],
    }
  })
  return (
    <Axis title={t('questions:settings.who')}>
      <div class="flow" id="constituencies" tabIndex={-1}>
        <HintAndError
          t={t}
          id="constituencies"
          hint={`${t('questions:settings.whoHint')} ${t('questions:settings.domainsHint')}`}
          error={problemOf(errors, 'constituencies')}
        />
        <DataTable
          t={t}
          columns={[
            { name: t('questions:settings.column.who') },
            { name: t('questions:settings.column.verification') },
            { name: t('questions:settings.column.domains') },
          ]}
          rows={rows}
        />
      </div>
    </Axis>
  )
}

const BadgeAndFloor = ({ t, draft, meeting }: Props) => (
  <Axis title={t('questions:settings.badge')}>
    <div class="form">
      {meeting.format !== 'online' && (
        <>
          <Tick
            t={t}
            name="passport"
            value="yes"
            label={t('questions:settings.passport')}
            checked={draft.badge.passport}
          />
          <Tick
            t={t}
            name="photo"
            value="yes"
            label={t('questions:settings.photo')}
            hint={t('questions:settings.badgeHint')}
            checked={draft.badge.photo}
          />
        </>
      )}
      {meeting.format !== 'in-person' && (
        <Tick
          t={t}
          name="floor"
          value="yes"
          label={t('questions:settings.floor')}
          hint={t('questions:settings.floorHint')}
          checked={draft.floor}
        />
      )}
    </div>
  </Axis>
)

const Kept = ({ t, locale, meeting, draft, errors }: Props) => (
  <Axis title={t('questions:settings.keep')}>
    <div class="form">
      <p class="hint">
        {t('questions:settings.keepHint')} <a href={`/${locale}/desk/${meeting.slug}/data`}>{t('privacy:desk.lead')}</a>
      </p>
      {WITH_PERIOD.map((kind) => (
        <Select
          t={t}
          name={`retention[${kind}]`}
          label={t(`privacy:kind.${kind}.title`)}
          blank={t('questions:settings.keepDefault', { duration: durationWords(periodOf(kind) ?? 'P0D', locale) })}
          options={durationOptions(draft.retention[kind] || undefined, locale)}
          value={draft.retention[kind] ?? ''}
          error={problemOf(errors, `retention[${kind}]`)}
        />
      ))}
    </div>
  </Axis>
)

/** The form of the settings: when, who and who confirms, badge and floor, notice, how long what is kept. */
export const SettingsFormPage = (props: Props) => {
  const { t, meeting, action, draft, errors } = props
  const notice = meeting.registration.privacyNotice
  return (
    <Form action={action}>
      <Windows {...props} />
      <Who {...props} />
      <BadgeAndFloor {...props} />
      <Axis
        title={t('questions:settings.privacy')}
        {...(notice && { under: t('questions:settings.privacyVersion', { version: notice.version }) })}
      >
        <div class="flow">
          <p class="hint">{t('questions:settings.privacyHint')}</p>
          <Tongues
            t={t}
            name="privacyNotice"
            label={t('questions:settings.privacy')}
            text={draft.privacyNotice}
            rows={4}
            errors={errors}
          />
        </div>
      </Axis>
      <Kept {...props} />
      <div class="axis">
        <Actions>
          <Button>{t('questions:settings.save')}</Button>
        </Actions>
      </div>
    </Form>
  )
}
