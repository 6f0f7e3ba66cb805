import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A file to put into an archive; its content may come bit by bit. */
export interface ZipPart {
  name: string
  content: Iterable<string> | AsyncIterable<string>
}

const VERSION = 20
/** Bit 3: sizes and checksum follow the content, as nobody knows them before. Bit 11: names are UTF-8. */
const FLAGS = 0x0808
const DEFLATE = 8
/** 1 January 1980: the first day that the format knows. The same table gives the same bytes. */
const DATE = 0x0021

interface Written {
  name: Buffer
  crc: number
  packed: number
  unpacked: number
  at: number
}

/**
 * An archive as a stream (APPNOTE.TXT 6.3, 4.3): one part after the other, packed by Node's zlib outside the event
 * loop, only as fast as it is read. Below 4 GiB.
 */
export async function* zipStream(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let at = 0
  for (const part of parts) {
    const entry: Written = { name: Buffer.from(part.name), crc: 0, packed: 0, unpacked: 0, at }
    yield* counted(localHeader(entry))
    const deflate = Readable.from(measured(part.content, entry)).compose(createDeflateRaw())
    for await (const chunk of deflate as AsyncIterable<Buffer>) {
      entry.packed += chunk.length
      yield* counted(chunk)
    }
    yield* counted(descriptor(entry))
    written.push(entry)
  }
  const start = at
  for (const entry of written) yield* counted(directoryEntry(entry))
  yield endOfDirectory(written.length, at - start, start)

  function* counted(bytes: Buffer): Generator<Buffer> {
    at += bytes.length
    yield bytes
  }
}

async function* measured(content: ZipPart['content'], entry: Written): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text)
    entry.crc = crc32(bytes, entry.crc)
    entry.unpacked += bytes.length
    yield bytes
  }
}

const localHeader = ({ name }: Written): Buffer => {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(FLAGS, 6)
  header.writeUInt16LE(DEFLATE, 8)
  header.writeUInt16LE(DATE, 12)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

const descriptor = ({ crc, packed, unpacked }: Written): Buffer => {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(packed, 8)
  bytes.writeUInt32LE(unpacked, 12)
  return bytes
}

const directoryEntry = ({ name, crc, packed, unpacked, at }: Written): Buffer => {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(VERSION, 6)
  header.writeUInt16LE(FLAGS, 8)
  header.writeUInt16LE(DEFLATE, 10)
  header.writeUInt16LE(DATE, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(packed, 20)
  header.writeUInt32LE(unpacked, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt32LE(at, 42)
  return Buffer.concat([header, name])
}

const endOfDirectory = (count: number, size: number, start: number): Buffer => {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(start, 16)
  return end
}
