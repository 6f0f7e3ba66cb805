import type { TFunction } from '../../platform/i18n/i18n.ts'

/** Where `browser/warnings.js` puts the warnings of what is typed; without it they come with the saving. */
export const LiveWarnings = ({ t }: { t: TFunction }) => (
  <section class="live" aria-label={t('plan:warning.live')} aria-live="polite" data-warnings hidden />
)
