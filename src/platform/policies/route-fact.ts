import { METHOD_METADATA } from '@nestjs/common/constants.js'
import { RouteConfig } from '@nestjs/platform-fastify'
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js'
import type { FastifyContextConfig } from 'fastify'

const isHandler = (value: unknown): value is (...args: never[]) => unknown =>
  typeof value === 'function' && Reflect.hasMetadata(METHOD_METADATA, value)

/** What a handler's other decorators said of its route: one fact comes beside the others, not in their place. */
const configOf = (handler: unknown): object => {
  const known: unknown =
    typeof handler === 'function' ? Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) : undefined
  return typeof known === 'object' && known !== null ? known : {}
}

/** Which handlers said a fact themselves, so that their controller does not say it for them. */
const declared = new Map<string, WeakSet<object>>()

/**
 * Makes the decorator that declares one fact of a route, or of all routes of a controller that say nothing themselves.
 * It travels as Fastify route config, so that routes can be listed with what was declared.
 */
export const routeFact =
  <Key extends keyof FastifyContextConfig>(
    key: Key,
    valueFor: (handler: object) => NonNullable<FastifyContextConfig[Key]>,
  ): ClassDecorator & MethodDecorator =>
  (target: object, name?: string | symbol, descriptor?: PropertyDescriptor): void => {
    const said = declared.get(key) ?? new WeakSet()
    declared.set(key, said)
    if (descriptor && name !== undefined) {
      const handler = descriptor.value as object
      said.add(handler)
      RouteConfig({ ...configOf(handler), [key]: valueFor(handler) })(target, name, descriptor)
      return
    }
    const { prototype } = target as { prototype: object }
    for (const [each, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (isHandler(property.value) && !said.has(property.value))
        RouteConfig({ ...configOf(property.value), [key]: valueFor(property.value) })(prototype, each, property)
    }
  }
