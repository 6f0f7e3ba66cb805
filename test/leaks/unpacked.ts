import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { readPdf } from '../pdf.ts'

const read = new Map<string, Promise<string>>()

/** The words of a PDF, its title and author; the same bytes are read once. */
const wordsOfPdf = (bytes: Buffer): Promise<string> => {
  const digest = createHash('sha256').update(bytes).digest('base64')
  const words =
    read.get(digest) ??
    readPdf(bytes).then(({ title, author, text }) => [title, author, text].join('\n').normalize('NFKC'))
  read.set(digest, words)
  return words
}

/** The signature before each file of an archive (APPNOTE 4.3.7). */
const FILE = Buffer.from('PK\u0003\u0004', 'latin1')

/** All files of an archive, such as a workbook, one after the other. */
const filesOfZip = (bytes: Buffer): string => {
  let text = ''
  for (let at = bytes.indexOf(FILE); at >= 0; at = bytes.indexOf(FILE, at + 4)) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    text += bytes.readUInt16LE(at + 8) === 0 ? '' : `${inflateRawSync(bytes.subarray(start)).toString()}\n`
  }
  return text
}

/** What somebody finds in an answer who looks inside: bytes as text, and what is packed in them unpacked. */
export const unpacked = async (bytes: Buffer): Promise<string> => {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-')
    // A file that only says that it is one has its words in its bytes.
    return `${bytes.toString('latin1')}\n${await wordsOfPdf(bytes).catch(() => '')}`
  return bytes.indexOf(FILE) === 0 ? filesOfZip(bytes) : bytes.toString()
}
