import { options } from 'preact'
import { isSafeHref, safeMailHref } from './safe-href.ts'

const ADDRESSES = ['href', 'action', 'formAction', 'formaction', 'src', 'cite', 'data', 'poster'] as const

let guarded = false

/**
 * Has every address that any component writes checked while it is drawn, so that a page that forgets `safeHref`
 * fails instead of carrying a `javascript:` link.
 */
export const guardAddresses = (): void => {
  if (guarded) return
  guarded = true
  const before = options.vnode
  options.vnode = (vnode) => {
    if (typeof vnode.type === 'string') {
      const props: Readonly<Record<string, unknown>> = vnode.props
      for (const name of ADDRESSES) {
        const address = props[name]
        if (typeof address === 'string' && !isSafeHref(address)) safeMailHref(address)
      }
    }
    before?.(vnode)
  }
}
