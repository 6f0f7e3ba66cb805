import type { TFunction } from '../platform/i18n/i18n.ts'
import { Icon } from './icon.tsx'

/** The steps of a form in order, and which of them this page is (from 0). */
export const Steps = ({ t, steps, current }: { t: TFunction; steps: readonly string[]; current: number }) => (
  <ol class="steps" aria-label={t('common:steps.label')}>
    {steps.map((step, index) =>
      index < current ? (
        <li class="done">
          <span>
            <Icon name="done" />
            {step}
          </span>
          <span class="hidden">, {t('common:steps.done')}</span>
        </li>
      ) : index === current ? (
        <li aria-current="step">
          <span>{step}</span>
        </li>
      ) : (
        <li>
          <span>{step}</span>
          <span class="hidden">, {t('common:steps.toCome')}</span>
        </li>
      ),
    )}
  </ol>
)
