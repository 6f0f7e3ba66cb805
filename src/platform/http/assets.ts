import { Controller, Get, Param } from '@nestjs/common'
import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { NotFound } from '../../kernel/domain-error.ts'
import { Policy, PUBLIC } from '../policies/policy.ts'
import { encode, type EncodedBody } from './encoded-body.ts'
import { BytesResponse } from './html-response.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
}

interface Asset {
  href: string
  type: string
  body: EncodedBody
}

const assets = new Map<string, Asset>()

/**
 * Serves bytes for ever under an address that changes with them, and returns that address:
 * `asset('plenary.css', css)` is `/assets/plenary.3f9a….css`. Call at the start, once a file.
 */
export const asset = (name: string, bytes: string | Uint8Array, type?: string): string => {
  const extension = extname(name)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const file = `${name.slice(0, name.length - extension.length)}.${hash}${extension}`
  const found = assets.get(file)
  if (found) return found.href
  const served = {
    href: `/assets/${file}`,
    type: type ?? TYPES[extension] ?? 'application/octet-stream',
    // Compressed once, as small as can be, and before the first reader waits for it.
    body: encode(bytes, { quality: 11 }),
  }
  assets.set(file, served)
  return served.href
}

/** Makes the compressed forms of all assets. */
export const compressAssets = async (): Promise<void> => {
  for (const { body } of assets.values())
    for (const coding of ['br', 'gzip'] as const) await body.in(body.codingFor(coding))
}

/** The style sheet, the scripts and the pictures of the interface. */
@Controller('assets')
@Policy(PUBLIC)
export class AssetsController {
  @Get(':file')
  file(@Param('file') file: string): BytesResponse {
    const found = assets.get(file)
    if (!found) throw new NotFound()
    return new BytesResponse(found.type, found.body, {
      cache: 'public',
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    })
  }
}
