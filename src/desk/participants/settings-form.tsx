import { IsArray, IsIn, IsOptional } from 'class-validator'
import { Transform } from 'class-transformer'
import { CONSTITUENCIES } from '../../delegations/constituency.ts'
import type { Locale } from '../../kernel/locale.ts'
import { LIST_READERS, type ListReaders, type ParticipantListSettings } from '../../meetings/registration-settings.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { constituencyPlural } from '../../registration/participants/participants-page.tsx'
import { Button, Form } from '../../ui/actions.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Tick } from '../../ui/tick.tsx'

const KNOWN = CONSTITUENCIES.map(({ id }) => id)

/** One box ticked arrives as a text, several as a list, none not at all. */
const asList = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? [value] : (value ?? []))

/** Who reads the list, and whose delegations the rules of the meeting publish. */
export class ListSettingsForm {
  @IsIn(LIST_READERS) readers: ListReaders
  @IsOptional() @Transform(asList) @IsArray() @IsIn(KNOWN, { each: true }) byRules: string[] = []
}

/** The settings of the list of participants. */
export const ListSettings = ({
  t,
  locale,
  action,
  settings,
  constituencies,
  errors,
}: {
  t: TFunction
  locale: Locale
  action: string
  settings: ParticipantListSettings
  /** Those of the meeting. */
  constituencies: readonly string[]
  errors: readonly FieldProblem[]
}) => (
  <section class="panel">
    <h2>{t('participants:settings.title')}</h2>
    <Form action={action} class="flow">
      <RadioChoices
        t={t}
        name="readers"
        label={t('participants:settings.readers')}
        error={problemOf(errors, 'readers')}
        value={settings.readers}
        choices={LIST_READERS.map((value) => ({
          value,
          label: t(`participants:settings.reader.${value}`),
          note: t(`participants:settings.readerNote.${value}`),
        }))}
      />
      <fieldset class="field">
        <legend>{t('participants:settings.byRules')}</legend>
        <p class="hint">{t('participants:settings.byRulesHint')}</p>
        {constituencies.map((id) => (
          <Tick
            t={t}
            name="byRules"
            id={`byRules-${id}`}
            value={id}
            label={constituencyPlural(id, locale)}
            checked={settings.byRules.includes(id)}
          />
        ))}
      </fieldset>
      <p class="actions">
        <Button>{t('participants:settings.save')}</Button>
      </p>
    </Form>
  </section>
)
