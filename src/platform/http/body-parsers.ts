import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyRequest } from 'fastify'
import { BadRequestException } from '@nestjs/common'
import qs from 'qs'
import { plainTexts } from '../../kernel/plain-text.ts'

/** The most a form or a JSON body may weigh; uploads have routes and limits of their own. */
export const BODY_LIMIT = 256 * 1024

/** Names of what every object has: no form of ours asks for them, in whatever part of a name. */
const OF_EVERY_OBJECT = /(^|\[)(__proto__|constructor|prototype)(\[|\]|$)/

/**
 * Reads a form body: `days[0][mode]=online` becomes nested objects of plain texts, within limits that keep a stranger from making
 * us build something enormous.
 * @throws BadRequestException when it is deeper or longer, or names what every object has.
 */
export const formFrom = (body: string): unknown => {
  if (new URLSearchParams(body).keys().some((name) => OF_EVERY_OBJECT.test(name))) throw new BadRequestException()
  try {
    const sent = qs.parse(body, {
      depth: 5,
      strictDepth: true,
      parameterLimit: 1000,
      arrayLimit: 1000,
      throwOnLimitExceeded: true,
      ignoreQueryPrefix: false,
      allowPrototypes: false,
    })
    return plainTexts(sent)
  } catch (cause) {
    throw new BadRequestException(undefined, { cause })
  }
}

/** The deepest that JSON may nest: reading deeper would use up the stack. */
const JSON_DEPTH = 32

/** Whether brackets open deeper than that, those within strings aside. */
export const isTooDeep = (json: string): boolean => {
  let depth = 0
  let inString = false
  for (let index = 0; index < json.length; index++) {
    const sign = json[index]
    if (inString) {
      if (sign === '\\') index++
      else if (sign === '"') inString = false
    } else if (sign === '"') inString = true
    else if (sign === '{' || sign === '[') {
      if (++depth > JSON_DEPTH) return true
    } else if (sign === '}' || sign === ']') depth--
  }
  return false
}

/** Forms as nested objects, JSON as what it says, within limits; Fastify's own parser refuses `__proto__`, as ours does. */
export const useBodyParsers = (app: NestFastifyApplication): void => {
  const readJson = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error')
  app.useBodyParser('application/json', { bodyLimit: BODY_LIMIT }, (request, body, done) => {
    const text = String(body)
    if (isTooDeep(text)) done(new BadRequestException())
    // Ours is a plain HTTP server, which Nest’s type leaves open.
    else void readJson(request as FastifyRequest, text, (error, sent) => done(error, plainTexts(sent)))
  })
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit: BODY_LIMIT }, (_request, body, done) => {
    try {
      done(null, formFrom(String(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
}
