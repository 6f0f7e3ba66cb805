import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Links } from '../../ui/actions.tsx'

/** The pages on which a meeting is set up, in their order. */
export const SETUP_PAGES = ['meeting', 'days', 'rooms', 'registration', 'roles', 'audit'] as const
export type SetupPage = (typeof SETUP_PAGES)[number]

/** Where a page of them is; that of registration came first, and has the address of them all. */
export const setupPath = (desk: string, page: SetupPage): string =>
  page === 'registration' ? `${desk}/settings` : `${desk}/settings/${page}`

/** The ways between the pages of the settings. */
export const SetupNav = ({ t, desk, current }: { t: TFunction; desk: string; current: SetupPage }) => (
  <nav aria-label={t('setup:nav.label')}>
    <Links
      links={SETUP_PAGES.map((page) => ({
        href: setupPath(desk, page),
        children: t(`setup:nav.${page}`),
        current: page === current,
      }))}
    />
  </nav>
)
