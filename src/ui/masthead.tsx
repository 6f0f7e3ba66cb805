import { LOCALE_NAMES, LOCALES, type Locale } from '../kernel/locale.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { Icon } from './icon.tsx'
import { langOf } from './localized.tsx'
import type { MeetingFrame, Section } from './meeting-frame.ts'
import { safeHref } from './safe-href.ts'

/** A part of the desk, as its masthead lists it. */
export interface DeskSection {
  href: string
  label: string
  current?: boolean
}

/** The desk's own frame; its masthead is dark, so that nobody mistakes where they are. */
export interface DeskFrame {
  sections: readonly DeskSection[]
}

/** The address of this very page in another language, with the same query. */
export const addressIn = (ctx: Pick<RequestContext, 'path' | 'url'>, locale: Locale): string => {
  const mark = ctx.url.indexOf('?')
  return `/${locale}${ctx.path}${mark < 0 ? '' : ctx.url.slice(mark)}`
}

/** An address as it came in, as far as it can stand in a link. */
const asLink = (address: string): string => address.replaceAll('\\', '%5C').replaceAll(' ', '%20')

const Languages = ({ ctx }: { ctx: RequestContext }) => (
  <nav aria-label={ctx.t('common:nav.language')}>
    <ul class="langs">
      {LOCALES.map((locale) => (
        <li>
          <a
            href={safeHref(asLink(addressIn(ctx, locale)))}
            lang={locale}
            hreflang={locale}
            aria-current={locale === ctx.locale ? 'true' : undefined}
          >
            {LOCALE_NAMES[locale]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

const Brand = ({ ctx, href, name }: { ctx: RequestContext; href: string; name: string }) => (
  <div class="wrap brand">
    <a href={safeHref(href)}>
      <Icon name="plenary" />
      {name}
    </a>
    <Languages ctx={ctx} />
  </div>
)

const SectionList = ({ sections }: { sections: readonly DeskSection[] }) => (
  <ul>
    {sections.map(({ href, label, current }) => (
      <li>
        <a href={safeHref(href)} aria-current={current ? 'page' : undefined}>
          {label}
        </a>
      </li>
    ))}
  </ul>
)

const Sections = ({ label, sections }: { label: string; sections: readonly DeskSection[] }) => (
  <nav class="wrap sections" aria-label={label}>
    <SectionList sections={sections} />
  </nav>
)

/** As many parts as still stand in one or two rows of a phone; more fold behind the one that is open. */
const UNFOLDED = 4

/** The parts of the desk: a dozen for organisers. On a phone they fold (`desk.css`); a wider window shows them all. */
const DeskSections = ({ ctx: { t }, sections }: { ctx: RequestContext; sections: readonly DeskSection[] }) => {
  if (sections.length <= UNFOLDED) return <Sections label={t('common:nav.desk')} sections={sections} />
  const here = sections.find(({ current }) => current)
  return (
    <nav class="wrap sections" aria-label={t('common:nav.desk')}>
      <details>
        <summary>
          {t('common:nav.menu')}
          {here && (
            <>
              {' '}
              <b>{here.label}</b>
            </>
          )}
        </summary>
        <SectionList sections={sections} />
      </details>
    </nav>
  )
}

/** The parts of a meeting's site; who is signed in goes to the own page instead of the form. */
const meetingSections = (
  { t, locale, reader }: RequestContext,
  { slug, listFor }: MeetingFrame,
  section: Section | undefined,
): DeskSection[] => {
  const root = `/${locale}/${slug}`
  const own = section === 'register' || section === 'me'
  return [
    { href: root, label: t('common:sections.overview'), current: section === 'overview' },
    { href: `${root}/agenda`, label: t('common:sections.agenda'), current: section === 'agenda' },
    { href: `${root}/changes`, label: t('common:sections.changes'), current: section === 'changes' },
    reader
      ? { href: `${root}/me`, label: t('common:sections.me'), current: own }
      : { href: `${root}/register`, label: t('common:sections.register'), current: own },
    ...(listFor === 'public' || (listFor === 'registered' && reader)
      ? [
          {
            href: `${root}/participants`,
            label: t('common:sections.participants'),
            current: section === 'participants',
          },
        ]
      : []),
  ]
}

/** Whose site this is, its languages, which meeting, and where in it you are. */
export const Masthead = ({
  ctx,
  meeting,
  section,
}: {
  ctx: RequestContext
  meeting?: MeetingFrame | undefined
  section?: Section | undefined
}) => (
  <header class="masthead">
    <Brand ctx={ctx} href={`/${ctx.locale}`} name={ctx.t('common:brand')} />
    {meeting && section !== 'overview' && (
      <div class="wrap event">
        <a href={`/${ctx.locale}/${meeting.slug}`} lang={langOf(meeting.shortTitle, ctx.locale)}>
          {meeting.shortTitle.text}
        </a>
        <span>
          {meeting.dates} · {meeting.place}
        </span>
      </div>
    )}
    {meeting && <Sections label={ctx.t('common:nav.meeting')} sections={meetingSections(ctx, meeting, section)} />}
  </header>
)

/** The same for organisers. */
export const DeskMasthead = ({
  ctx,
  meeting,
  desk,
}: {
  ctx: RequestContext
  meeting?: MeetingFrame | undefined
  desk: DeskFrame
}) => (
  <header class="masthead">
    <Brand ctx={ctx} href={`/${ctx.locale}/desk`} name={ctx.t('common:deskBrand')} />
    {meeting && (
      <div class="wrap event">
        <a href={`/${ctx.locale}/desk/${meeting.slug}`} lang={langOf(meeting.shortTitle, ctx.locale)}>
          {meeting.shortTitle.text}
        </a>
        <span class="screen">
          {ctx.t('common:desk.organiser')} ·{' '}
          {meeting.hidden ? (
            ctx.t('common:desk.notPublic')
          ) : (
            <a href={`/${ctx.locale}/${meeting.slug}`}>{ctx.t('common:desk.publicPage')}</a>
          )}
        </span>
      </div>
    )}
    {desk.sections.length > 0 && <DeskSections ctx={ctx} sections={desk.sections} />}
  </header>
)
