import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { BadRequestException } from '@nestjs/common'
import qs from 'qs'

/** The most a form or a JSON body may weigh; uploads have routes and limits of their own. */
export const BODY_LIMIT = 256 * 1024

/**
 * Reads a form body: `days[0][mode]=online` becomes nested objects, within limits that keep a stranger from making
 * us build something enormous.
 * @throws BadRequestException when it is deeper or longer.
 */
export const formFrom = (body: string): unknown => {
  try {
    return qs.parse(body, {
      depth: 5,
      strictDepth: true,
      parameterLimit: 1000,
      arrayLimit: 1000,
      throwOnLimitExceeded: true,
      ignoreQueryPrefix: false,
      allowPrototypes: false,
    })
  } catch (cause) {
    throw new BadRequestException(undefined, { cause })
  }
}

/** Forms as nested objects. JSON is parsed by Nest's own parser, which refuses `__proto__`. */
export const useBodyParsers = (app: NestFastifyApplication): void => {
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit: BODY_LIMIT }, (_request, body, done) => {
    try {
      done(null, formFrom(String(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
}
