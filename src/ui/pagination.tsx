import type { TFunction } from '../platform/i18n/i18n.ts'
import { Links, type SmallLink } from './actions.tsx'

/** Ways to the rest of a long list (keyset: there are no page numbers to jump to). Nothing where all is shown. */
export const Pagination = ({
  t,
  first,
  previous,
  next,
}: {
  t: TFunction
  first?: string | undefined
  previous?: string | undefined
  next?: string | undefined
}) => {
  const links: SmallLink[] = [
    ...(first === undefined ? [] : [{ href: first, children: t('common:pages.first') }]),
    ...(previous === undefined ? [] : [{ href: previous, rel: 'prev', children: t('common:pages.previous') }]),
    ...(next === undefined ? [] : [{ href: next, rel: 'next', children: t('common:pages.next') }]),
  ]
  return links.length ? (
    <nav class="pages" aria-label={t('common:pages.label')}>
      <Links links={links} />
    </nav>
  ) : null
}
