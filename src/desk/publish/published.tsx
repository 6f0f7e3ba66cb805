import type { ReleaseLabel } from '../../agenda/release.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { labelInPath } from '../../reading/frame.ts'
import { Links } from '../../ui/actions.tsx'
import { Note } from '../../ui/note.tsx'
import { labelWords } from '../../ui/release-banner.tsx'

/** Says that a release is out, and leads to what readers have of it: the page, the paper, the address on the paper. */
export const Published = ({
  t,
  locale,
  slug,
  host,
  label,
}: {
  t: TFunction
  locale: Locale
  slug: string
  /** `plenary.example.org` */
  host: string
  label: ReleaseLabel
}) => (
  <Note>
    <p role="status">
      <strong>{t('publishing:published.done', { label: labelWords(t, label) })}</strong>
    </p>
    <p>{t('publishing:published.short', { address: `${host}/${slug}/${labelInPath(label)}` })}</p>
    <Links
      links={[
        { href: `/${locale}/${slug}/agenda`, children: t('publishing:published.read') },
        { href: `/${locale}/${slug}/agenda.pdf`, children: t('publishing:published.paper') },
      ]}
    />
  </Note>
)
