import type { NamedInNote } from '../../agenda/release-note.ts'
import { LOCALE_NAMES, LOCALES } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import { listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { Locale } from '../../kernel/locale.ts'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { State } from '../../ui/state.tsx'
import { Textarea } from '../../ui/textarea.tsx'

/** The note to readers in each language, with what it was proposed to be. */
export const NoteFields = ({
  t,
  locale,
  note,
  proposal,
  listedIn,
  errors,
}: {
  t: TFunction
  locale: Locale
  note: LocalizedText
  proposal: LocalizedText
  /** Sessions that are only listed and that the note names. */
  listedIn: readonly NamedInNote[]
  errors: readonly FieldProblem[]
}) => (
  <div class="flow">
    <div class="tongues">
      {LOCALES.map((tongue) => (
        <Textarea
          t={t}
          name={`note[${tongue}]`}
          label={
            <>
              <span lang={tongue}>{LOCALE_NAMES[tongue]}</span>
              <span class="hidden">{t('desk:tongue', { label: t('desk:publish.note') })}</span>
            </>
          }
          lang={tongue}
          rows={4}
          value={note[tongue]}
          error={problemOf(errors, `note[${tongue}]`)}
        />
      ))}
    </div>
    {LOCALES.map((tongue) => (
      <input type="hidden" name={`proposed[${tongue}]`} value={proposal[tongue] ?? ''} />
    ))}
    {listedIn.length > 0 && (
      <p>
        <State t={t} is="warning">
          {t('publishing:note.listed', {
            codes: listed([...new Set(listedIn.map(({ code }) => code))], locale),
          })}
        </State>
      </p>
    )}
    <p class="hint">{t('publishing:note.hint')}</p>
  </div>
)
