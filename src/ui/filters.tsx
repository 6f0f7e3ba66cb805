import type { ComponentChildren } from 'preact'
import { Button } from './actions.tsx'
import { safeHref } from './safe-href.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'

/** Questions that narrow what is shown below them; the answers stand in the address. */
export const Filters = ({
  t,
  action,
  label,
  clear,
  children,
}: {
  t: TFunction
  action: string
  /** What is filtered, as a name for the form. */
  label: string
  /** The address without any answer; only while there is one. */
  clear?: string | undefined
  children: ComponentChildren
}) => (
  <form class="filters" method="get" action={safeHref(action)} role="search" aria-label={label}>
    {children}
    <p class="actions">
      <Button second>{t('common:filters.show')}</Button>
      {clear !== undefined && (
        <>
          {' '}
          <a href={safeHref(clear)}>{t('common:filters.clear')}</a>
        </>
      )}
    </p>
  </form>
)
