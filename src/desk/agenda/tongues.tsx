import { LOCALE_NAMES, LOCALES } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Textarea } from '../../ui/textarea.tsx'

/** One text in every language side by side, each in its own. */
export const Tongues = ({
  t,
  name,
  label,
  text,
  rows,
  errors,
}: {
  t: TFunction
  name: string
  label: string
  text: LocalizedText
  rows: number
  errors: readonly FieldProblem[] | undefined
}) => (
  <div class="tongues">
    {LOCALES.map((locale) => (
      <Textarea
        t={t}
        name={`${name}[${locale}]`}
        label={
          <>
            <span lang={locale}>{LOCALE_NAMES[locale]}</span>
            <span class="hidden">{t('desk:tongue', { label })}</span>
          </>
        }
        value={text[locale]}
        rows={rows}
        lang={locale}
        error={problemOf(errors, `${name}[${locale}]`)}
      />
    ))}
  </div>
)
