import { BadRequestException, HttpException, PayloadTooLargeException } from '@nestjs/common'
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js'
import { RouteConfig } from '@nestjs/platform-fastify'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { BODY_LIMIT, formFrom } from '../http/body-parsers.ts'
import { FILE_LIMIT } from './file-purpose.ts'

/** A file as it came: nothing about it is checked but its size. */
export interface ReceivedFile {
  /** The name its sender gave it. */
  name: string
  /** At most `FILE_LIMIT` bytes. */
  bytes: Buffer
  /** It was larger than that, and what came after is gone. */
  truncated: boolean
}

/** What a form with files held. */
export interface Upload {
  /** The other fields, nested as in any form (`days[0][mode]`), for `parseForm`. */
  body: unknown
  /** Files that were chosen, by the name of their field as it stands in the form: `note`, `answers[passport]`. */
  files: ReadonlyMap<string, ReceivedFile>
}

const MOST_FILES = 5

/** The most a form with its files may weigh, over the wire. */
export const UPLOAD_LIMIT = 3 * FILE_LIMIT

const LIMITS = {
  fileSize: FILE_LIMIT,
  files: MOST_FILES,
  fields: 1000,
  parts: 1000 + MOST_FILES,
  fieldNameSize: 200,
  fieldSize: BODY_LIMIT,
  headerPairs: 20,
}

/** Marks a route that takes forms with files; all others refuse `multipart/form-data` (415) before it is read. */
export const Uploads = (): MethodDecorator => (target, key, descriptor) => {
  const handler: unknown = descriptor.value
  const known: object =
    typeof handler === 'function' ? (Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) ?? {}) : {}
  RouteConfig({ ...known, uploads: true })(target, key, descriptor)
}

declare module 'fastify' {
  interface FastifyContextConfig {
    uploads?: boolean
  }
}

const bytesOf = async ({ file, filename }: MultipartFile): Promise<ReceivedFile> => {
  const chunks: Buffer[] = []
  for await (const chunk of file) chunks.push(chunk as Buffer)
  return { name: filename, bytes: Buffer.concat(chunks), truncated: file.truncated }
}

/** What the parser finds wrong with a body is the sender's doing, not ours. */
const refusalOf = (error: unknown): unknown =>
  error instanceof HttpException || (error instanceof Error && 'statusCode' in error)
    ? error
    : new BadRequestException(undefined, { cause: error })

/**
 * Reads a form that may carry files, inside a handler, so after its policy was judged: on a route marked `@Uploads()`,
 * `const { body, files } = await readUpload(request)`. A form without files (or JSON) gives what `@Body()` would.
 * No more than the limit of a file is ever held of it; a larger one is `truncated`, and `inspect` says so at its field.
 * @throws BadRequestException when it is malformed; PayloadTooLargeException when it is too large as a whole
 */
export const readUpload = async (request: FastifyRequest): Promise<Upload> => {
  const files = new Map<string, ReceivedFile>()
  if (!request.isMultipart()) return { body: request.body, files }
  const fields: string[] = []
  let weight = 0
  let seen = 0
  const watch = (chunk: Buffer): void => {
    seen += chunk.length
    if (seen > UPLOAD_LIMIT) request.raw.destroy()
  }
  request.raw.on('data', watch)
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      if (part.type === 'file') {
        const received = await bytesOf(part)
        // A field without a choice is sent as a file without name and bytes.
        if (received.name !== '' || received.bytes.length > 0) files.set(part.fieldname, received)
        continue
      }
      if (typeof part.value !== 'string') throw new BadRequestException()
      weight += part.fieldname.length + part.value.length
      if (weight > BODY_LIMIT || part.valueTruncated || part.fieldnameTruncated) throw new PayloadTooLargeException()
      fields.push(
        `${encodeURIComponent(part.fieldname.toWellFormed())}=${encodeURIComponent(part.value.toWellFormed())}`,
      )
    }
    return { body: formFrom(fields.join('&')), files }
  } catch (error) {
    // What is still on its way is let go, so that the answer can be sent.
    request.raw.unpipe()
    request.raw.resume()
    throw refusalOf(error)
  } finally {
    request.raw.off('data', watch)
  }
}
