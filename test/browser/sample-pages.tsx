import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ComponentChildren } from 'preact'
import { LOCALES, type Locale } from '../../src/kernel/locale.ts'
import { contentSecurityPolicy } from '../../src/platform/http/security.ts'
import { translator } from '../../src/platform/i18n/i18n.ts'
import { ASSETS, scriptSource, stylesheet, wideStyles, type ScriptName } from '../../src/ui/assets.ts'
import { pageHtml, type PageParts } from '../../src/ui/page.tsx'
import { closing } from '../closing.ts'

/** Pages made of components alone, under the policy that the app sends, to try what browsers make of them. */
export const servePages = async (
  pages: Readonly<Record<string, (locale: Locale) => Omit<PageParts, 'children'> & { children: ComponentChildren }>>,
): Promise<string> => {
  const files = new Map<string, string>([
    [ASSETS.stylesheet, stylesheet],
    [ASSETS.wide, wideStyles],
  ])
  for (const name of [
    'errors',
    'own-time',
    'now-next',
    'last-look',
    'combobox',
    'keys',
    'my-agenda',
    'warnings',
  ] satisfies ScriptName[])
    for (const locale of LOCALES) files.set(ASSETS.script(name, locale), scriptSource(name, locale))
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://here')
    const file = files.get(pathname)
    response.setHeader('content-security-policy', contentSecurityPolicy(false))
    if (file !== undefined) {
      response.setHeader('content-type', pathname.endsWith('.css') ? 'text/css' : 'text/javascript').end(file)
      return
    }
    const [, locale = 'en', name = ''] = pathname.split('/')
    const parts = pages[name]?.(locale as Locale)
    if (!parts) {
      response.writeHead(404).end()
      return
    }
    response.setHeader('content-type', 'text/html; charset=utf-8').end(
      pageHtml(
        {
          requestId: 'x',
          locale: locale as Locale,
          t: translator(locale as Locale),
          path: `/${name}`,
          url: request.url ?? '/',
          ip: '127.0.0.1',
        },
        parts,
      ),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closing(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
