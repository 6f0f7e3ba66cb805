import type { TFunction } from '../platform/i18n/i18n.ts'
import { Icon } from './icon.tsx'
import { idOf, type FieldProblem } from './problems.ts'

/** All that is wrong, above the title, each leading to its field. Announced, and focused where there is a script. */
export const ErrorSummary = ({ t, errors }: { t: TFunction; errors: readonly FieldProblem[] | undefined }) =>
  errors?.length ? (
    <div class="errors" role="alert" tabIndex={-1} aria-labelledby="errors-title">
      <h2 id="errors-title">
        <Icon name="warning" />
        {t('common:errors.title')}
      </h2>
      <ul>
        {errors.map(({ name, message }) => (
          <li>{name ? <a href={`#${idOf(name)}`}>{message}</a> : message}</li>
        ))}
      </ul>
    </div>
  ) : null
