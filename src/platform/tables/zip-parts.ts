import { pipeline } from 'node:stream/promises'
import type { Entry, ZipFile } from 'yauzl'
import { fromBufferPromise } from 'yauzl'
import { TableRefused } from './table.ts'

/** What an honest workbook of our size stays far below. */
const MOST_ENTRIES = 1000
const MOST_UNPACKED = 96 * 1024 * 1024
/** Rows of a sheet resemble each other, and pack to a thirtieth or so; what a bomb is made of packs to a thousandth. */
const STEEPEST = 250
/** Below this, steepness is harmless. */
const SMALL = 2 * 1024 * 1024

const ARCHIVE = /\.(zip|xls[xmb]?|doc[xm]?|ppt[xm]?|ods|7z|rar|gz|tar|jar|bin)$/i

/**
 * The XML parts of a workbook, unpacked. The directory of the archive is judged first, then what really comes out is
 * counted while it comes: a directory can lie.
 * @throws TableRefused for what is no workbook, is locked, brings programs or links, or grows out of all proportion.
 */
export const unpackWorkbook = async (bytes: Uint8Array): Promise<Map<string, Buffer>> => {
  const zip = await open(bytes)
  if (zip.entryCount > MOST_ENTRIES) throw new TableRefused('unpacks-too-large')
  try {
    const entries = await directoryOf(zip)
    judge(entries)
    const parts = new Map<string, Buffer>()
    let unpacked = 0
    for (const entry of entries) {
      if (!/\.(xml|rels)$/i.test(entry.fileName)) continue
      const part = await unpack(zip, entry, MOST_UNPACKED - unpacked)
      unpacked += part.length
      // Entities and what they unfold to are declared in a DOCTYPE; a workbook has none.
      if (part.subarray(0, 2000).includes('<!DOCTYPE')) throw new TableRefused('broken-workbook')
      parts.set(entry.fileName, part)
    }
    return parts
  } catch (cause) {
    if (cause instanceof TableRefused) throw cause
    throw new TableRefused('broken-workbook', { cause })
  } finally {
    zip.close()
  }
}

const open = async (bytes: Uint8Array): Promise<ZipFile> => {
  try {
    return await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      validateEntrySizes: true,
      strictFileNames: true,
    })
  } catch (cause) {
    throw new TableRefused('broken-workbook', { cause })
  }
}

const directoryOf = async (zip: ZipFile): Promise<Entry[]> => {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) {
    entries.push(entry)
    if (entries.length > MOST_ENTRIES) throw new TableRefused('unpacks-too-large')
  }
  return entries
}

const judge = (entries: readonly Entry[]): void => {
  const names = entries.map((entry) => entry.fileName)
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name))
  if (entries.some((entry) => entry.isEncrypted())) throw new TableRefused('encrypted')
  if (has(/vbaProject|xl\/macrosheets\//i)) throw new TableRefused('macros')
  if (has(/^xl\/externalLinks\//i)) throw new TableRefused('external-links')
  // Printer settings are the one .bin that Excel puts into everybody's workbook.
  if (names.some((name) => ARCHIVE.test(name) && !/printerSettings\d*\.bin$/i.test(name)))
    throw new TableRefused(has(/^xl\/workbook\.xml$/) ? 'nested-archive' : 'not-a-workbook')
  if (!has(/^xl\/workbook\.xml$/)) throw new TableRefused('not-a-workbook')
  if (new Set(names.map((name) => name.toLowerCase())).size !== names.length) throw new TableRefused('broken-workbook')
  let total = 0
  for (const entry of entries) {
    total += entry.uncompressedSize
    if (total > MOST_UNPACKED || tooSteep(entry.uncompressedSize, entry.compressedSize))
      throw new TableRefused('unpacks-too-large')
  }
}

const tooSteep = (unpacked: number, packed: number): boolean =>
  unpacked > SMALL && unpacked > STEEPEST * Math.max(1, packed)

const unpack = async (zip: ZipFile, entry: Entry, room: number): Promise<Buffer> => {
  const stream = await zip.openReadStreamPromise(entry)
  const chunks: Buffer[] = []
  let size = 0
  await pipeline(stream, async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length
      if (size > room || tooSteep(size, entry.compressedSize)) throw new TableRefused('unpacks-too-large')
      chunks.push(chunk)
    }
  })
  return Buffer.concat(chunks)
}
