import type { LanguageState, Translation, TranslationState } from '../../agenda/translations.ts'
import { wordDifference } from '../../agenda/word-difference.ts'
import { seenAs } from '../../agenda/translating.service.ts'
import type { Locale } from '../../kernel/locale.ts'
import { capitalized } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { State, type StateName } from '../../ui/state.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { Tick } from '../../ui/tick.tsx'

const LOOKS = {
  missing: 'under-review',
  older: 'offered',
  'to-check': 'warning',
  current: 'confirmed',
} as const satisfies Record<TranslationState, StateName>

/** How complete each language is. */
export const Completeness = ({
  t,
  locale,
  states,
  current,
  href,
}: {
  t: TFunction
  locale: Locale
  states: readonly LanguageState[]
  current: Locale
  href: (to: Locale) => string
}) => (
  <div class="tongues">
    {states.map((state) => {
      const name = capitalized(languageName(locale, state.locale), locale)
      const count = (which: TranslationState): number => state.due.filter((one) => one.state === which).length
      const parts = (['missing', 'older', 'to-check'] as const)
        .filter((which) => count(which) > 0)
        .map((which) => t(`translate:count.${which}`, { count: count(which) }))
      return (
        <section class="panel">
          <h2>{state.locale === current ? name : <a href={href(state.locale)}>{name}</a>}</h2>
          <p>{[t('translate:ready', { current: state.current, count: state.total }), ...parts].join(' · ')}</p>
          <progress
            value={state.current}
            max={state.total || 1}
            aria-label={t('translate:readyOf', { language: name })}
          />
        </section>
      )
    })}
  </div>
)

/** A text that could not be saved: what was typed is in the field, what stands there now below it. */
export interface Conflict {
  why: 'source-changed' | 'target-changed' | 'gone'
  typed: string
}

/** What a text is, which of several, and of what: no two on a page are called the same. */
export const textName = (t: TFunction, { text }: Translation): string =>
  [[t(`translate:kind.${text.kind}`), text.number].filter(Boolean).join(' '), text.code].filter(Boolean).join(' · ')

/** The source, with what came in since it was translated underlined and what went struck through. */
const Source = ({ t, one, main }: { t: TFunction; one: Translation; main: Locale }) => {
  if (one.before === undefined)
    return (
      <div class="source" lang={main}>
        {one.source}
      </div>
    )
  return (
    <div class="source" lang={main}>
      <span class="hidden">{t('translate:changedFrom')} </span>
      {wordDifference(one.before, one.source).map(({ is, text }) =>
        is === 'same' ? text : is === 'added' ? <ins>{text}</ins> : <del>{text}</del>,
      )}
    </div>
  )
}

/** One text: its source beside its translation. */
export const BenchText = ({
  t,
  locale,
  main,
  one,
  index,
  conflict,
}: {
  t: TFunction
  /** The reader's. */
  locale: Locale
  main: Locale
  one: Translation
  index: number
  conflict?: Conflict | undefined
}) => {
  const name = textName(t, one)
  const into = languageName(locale, one.locale)
  const hint =
    one.state === 'missing'
      ? t('translate:hint.missing')
      : one.state === 'older'
        ? t(one.before === undefined ? 'translate:hint.older' : 'translate:hint.olderShown')
        : undefined
  return (
    <div class="words" role="group" aria-label={name}>
      <header>
        <strong>{name}</strong>
        <State t={t} is={LOOKS[one.state]} look={one.state !== 'current'}>
          {t(`translate:state.${one.state}`)}
        </State>
      </header>
      <Source t={t} one={one} main={main} />
      <div class="flow">
        <input type="hidden" name={`texts[${index}][key]`} value={one.text.key} />
        <input type="hidden" name={`texts[${index}][seen]`} value={seenAs(one.source, one.target)} />
        <Textarea
          t={t}
          name={`texts[${index}][target]`}
          label={t('translate:into', { name, language: into })}
          hideLabel
          lang={one.locale}
          value={conflict?.typed ?? one.target}
          rows={Math.min(8, Math.max(2, Math.ceil(one.source.length / 60)))}
          {...(hint === undefined ? {} : { hint })}
          error={conflict && t(`translate:conflict.${conflict.why}`)}
        />
        {conflict?.why === 'target-changed' && (
          <p>
            {t('translate:theirs')} <span lang={one.locale}>{one.target || t('translate:nothing')}</span>
          </p>
        )}
        {(one.state === 'older' || one.state === 'to-check') && (
          <Tick
            t={t}
            name={`texts[${index}][confirmed]`}
            value="yes"
            label={t(one.state === 'older' ? 'translate:stillSame' : 'translate:checked')}
          />
        )}
      </div>
    </div>
  )
}
