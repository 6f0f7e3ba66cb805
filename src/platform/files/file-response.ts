import type { FastifyReply } from 'fastify'
import { attachment } from '../http/attachment.ts'
import { Sendable } from '../http/html-response.ts'
import type { StoredFile } from './stored-files.service.ts'

/** Hands out a stored file: to be saved, never to be shown within our own pages, and kept by no cache. */
export class FileResponse extends Sendable {
  constructor(readonly file: Pick<StoredFile, 'name' | 'type' | 'bytes'>) {
    super()
  }

  send(reply: FastifyReply): void {
    const { name, type, bytes } = this.file
    reply
      .code(200)
      .headers({
        'content-type': type,
        'content-disposition': attachment(name),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      })
      .send(bytes)
  }
}
