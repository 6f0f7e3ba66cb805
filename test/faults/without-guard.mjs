// Loaded with `node --import` before Plenary: it takes the guard out of the statements that take a place, to show that the
// test of the last places can fail. Only tests load it; it is no part of the build.
import { registerHooks } from 'node:module'

const GUARD = ' AND taken < capacity RETURNING id'

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('/registration/places/pools.service.js')) return loaded
    const source = String(loaded.source)
    if (!source.includes(GUARD)) throw new Error(`There is no guard "${GUARD}" any more: look for the new one.`)
    return { ...loaded, source: source.replaceAll(GUARD, ' RETURNING id') }
  },
})
