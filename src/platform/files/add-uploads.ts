import fastifyMultipart from '@fastify/multipart'
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common'
import type { FastifyInstance } from 'fastify'
import { UPLOAD_LIMIT } from './read-upload.ts'

/** Lets routes marked `@Uploads()` read forms with files; refuses those forms anywhere else, and what is too large before it is read. */
export const addUploads = (fastify: FastifyInstance): void => {
  void fastify.register(fastifyMultipart, { throwFileSizeLimit: false })
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!request.headers['content-type']?.toLowerCase().startsWith('multipart/')) return done()
    if (request.routeOptions.config.uploads !== true && !request.is404) return done(new UnsupportedMediaTypeException())
    return done(
      Number(request.headers['content-length'] ?? 0) > UPLOAD_LIMIT ? new PayloadTooLargeException() : undefined,
    )
  })
}
