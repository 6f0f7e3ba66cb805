import { fileTypeFromBuffer } from 'file-type'
import type { FieldError } from '../../kernel/domain-error.ts'
import { endingOf, isAllowed, notOfAKind, tooLarge, type FilePurpose, type MediaType } from './file-purpose.ts'
import type { ReceivedFile } from './read-upload.ts'

/** A file that may be kept for its purpose. */
export interface SoundFile {
  name: string
  type: MediaType
  bytes: Buffer
}

const END_OF_PDF = Buffer.from('%%EOF')

/** A PDF says at its end that it has come to it (ISO 32000-1, 7.5.5): one that was cut short, or never was one, does not. */
const isWhole = (type: string, bytes: Buffer): boolean =>
  type !== 'application/pdf' || bytes.lastIndexOf(END_OF_PDF) > 0

/** Which of our types the bytes are; undefined for anything else. */
export const typeOf = async (bytes: Buffer): Promise<string | undefined> => {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  return found && isWhole(found.mime, bytes) ? found.mime : undefined
}

/** A name that is safe to show and to save: no path, no controls, no signs that turn the direction, the ending of its type. */
export const fileName = (given: string, type: MediaType): string => {
  const last = given.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const stem = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
  return `${[...(stem || 'file')].slice(0, 100).join('')}.${endingOf(type)}`
}

/**
 * Looks at what came: its size, and what its bytes say it is. An empty file is refused like one of a wrong type.
 * Call before the transaction that keeps it.
 */
export const inspect = async (
  file: ReceivedFile,
  purpose: FilePurpose,
  pointer: string,
): Promise<{ file: SoundFile; problem?: never } | { file?: never; problem: FieldError }> => {
  if (file.truncated) return { problem: tooLarge(pointer) }
  const type = await typeOf(file.bytes)
  if (!isAllowed(type, purpose)) return { problem: notOfAKind(pointer, purpose) }
  return { file: { name: fileName(file.name, type), type, bytes: file.bytes } }
}
