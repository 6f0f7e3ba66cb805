import type { ComponentChildren, FormHTMLAttributes, VNode } from 'preact'
import { safeHref } from './safe-href.ts'

/** A button that sends its form. `second` is the quieter one of two. */
export const Button = ({
  second = false,
  name,
  value,
  keys,
  form,
  children,
}: {
  second?: boolean
  name?: string
  value?: string
  /** One key that presses it, shown on it (`C`); `browser/keys.js` listens. */
  keys?: string
  form?: string
  children: ComponentChildren
}) => (
  <button
    class={second ? 'button second' : 'button'}
    name={name}
    value={value}
    form={form}
    aria-keyshortcuts={keys?.toLowerCase()}
  >
    {children}
    {keys && (
      <>
        {' '}
        <kbd>{keys}</kbd>
      </>
    )}
  </button>
)

/** A link that looks like a button, because it is the next thing to do. */
export const ButtonLink = ({
  href,
  second = false,
  children,
}: {
  href: string
  second?: boolean
  children: ComponentChildren
}) => (
  <a class={second ? 'button second' : 'button'} href={safeHref(href)}>
    {children}
  </a>
)

/** Buttons and the links beside them, in one row. */
export const Actions = ({ children }: { children: ComponentChildren }) => <p class="actions">{children}</p>

/** A link whose visible words are the same in many rows; `about` says on what, for who does not see the row. */
export const ActionLink = ({
  href,
  about,
  children,
}: {
  href: string
  about?: ComponentChildren
  children: ComponentChildren
}) => (
  <a href={safeHref(href)}>
    {children}
    {about !== undefined && <span class="hidden"> {about}</span>}
  </a>
)

/** What can be done to one thing, below each other with room for a finger. */
export const ActionLinks = ({ children }: { children: readonly (VNode | false)[] }) => (
  <ul class="deeds">{children.map((link) => link && <li>{link}</li>)}</ul>
)

/** One of a row of small links. */
export interface SmallLink {
  href: string
  children: ComponentChildren
  current?: boolean
  rel?: string
  lang?: string
}

/** A row of small links. */
export const Links = ({ links }: { links: readonly SmallLink[] }) => (
  <ul class="links">
    {links.map(({ href, children, current, rel, lang }) => (
      <li>
        <a href={safeHref(href)} rel={rel} lang={lang} hreflang={lang} aria-current={current ? 'page' : undefined}>
          {children}
        </a>
      </li>
    ))}
  </ul>
)

/** Words that only assistive technology reads. */
export const Hidden = ({ children }: { children: ComponentChildren }) => <span class="hidden">{children}</span>

/** A form that carries its values in the address (GET) or sends them (POST), without the browser's own checks. */
export const Form = ({
  action,
  method = 'post',
  live,
  signsOut,
  children,
  ...rest
}: {
  action: string
  method?: 'get' | 'post'
  /** Where `browser/warnings.js` asks what is doubtful in what is typed. */
  live?: string
  /** Its page loads `browser/sign-out.js`, which clears what was typed and not saved. */
  signsOut?: boolean
  class?: string
  id?: string
  /** What presses it without loading the page again: an address of the API, for `browser/my-agenda.js`. */
  'data-follows'?: string
  children: ComponentChildren
} & Pick<FormHTMLAttributes, 'aria-label' | 'aria-labelledby' | 'role' | 'enctype'>) => (
  <form
    method={method}
    action={safeHref(action)}
    data-live={live === undefined ? undefined : safeHref(live)}
    data-signs-out={signsOut}
    noValidate
    {...rest}
  >
    {children}
  </form>
)
