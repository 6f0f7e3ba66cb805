import { SESSION_KINDS } from '../../agenda/release.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { capitalized } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import type { choicesToMake } from './import-choices.ts'
import type { Choices } from './said-of-session.ts'

const NAMED = 5

/** A few names, and that there are more. */
const some = (names: readonly string[]): string =>
  names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '')

/** What there is to choose for all rows; sent by GET, so that what is shown has an address. Nothing where all is said. */
export const ChoicesForm = ({
  t,
  locale,
  action,
  choices,
  ask,
  missing,
  errors,
}: {
  t: TFunction
  locale: Locale
  action: string
  choices: Choices
  ask: ReturnType<typeof choicesToMake>
  missing: readonly string[]
  errors: readonly FieldProblem[]
}) =>
  Object.values(ask).some(Boolean) ? (
    <Axis title={t('intake:choices.title')} id="choices">
      <Form action={action} method="get" class="form">
        {ask.rooms && (
          <Tick
            t={t}
            name="rooms"
            value="yes"
            label={t('intake:choices.rooms', { count: missing.length, names: some(missing) })}
            hint={t('intake:choices.roomsHint')}
            checked={choices.makeRooms}
          />
        )}
        {ask.privately && (
          <>
            <RadioChoices
              t={t}
              name="privately"
              label={t('intake:choices.privately')}
              choices={[
                { value: '', label: t('intake:choices.leave') },
                { value: 'closed', label: t('intake:choices.closed') },
                { value: 'unlisted', label: t('intake:choices.unlisted') },
                { value: 'everyone', label: t('intake:choices.everyone') },
              ]}
              value={choices.privately}
            />
            <TextInput
              t={t}
              name="groups"
              label={t('intake:choices.groups')}
              hint={t('intake:choices.groupsHint')}
              optional
              value={choices.groups.join(', ')}
              error={problemOf(errors, 'groups')}
            />
          </>
        )}
        {ask.language && (
          <Select
            t={t}
            name="language"
            label={t('intake:choices.language')}
            options={LOCALES.map((value) => ({ value, label: capitalized(languageName(locale, value), locale) }))}
            value={choices.language}
          />
        )}
        {ask.kind && (
          <Select
            t={t}
            name="kind"
            label={t('intake:choices.kind')}
            options={SESSION_KINDS.map((value) => ({ value, label: t(`desk:kind.${value}`) }))}
            value={choices.kind}
          />
        )}
        <Actions>
          <Button second>{t('intake:choices.look')}</Button>
        </Actions>
      </Form>
    </Axis>
  ) : null
