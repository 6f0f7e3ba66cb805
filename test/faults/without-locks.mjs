// Loaded with `node --import` before Plenary: it takes the guard out of the statements that take a place, and the locks that
// commands on several pools begin with, to show that the test of places can fail. Only tests load it.
import { registerHooks } from 'node:module'

const GUARD = ' AND taken < capacity RETURNING id'
const LOCK = 'ORDER BY id FOR NO KEY UPDATE'

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('/registration/places/pools.service.js')) return loaded
    const source = String(loaded.source)
    for (const part of [GUARD, LOCK])
      if (!source.includes(part)) throw new Error(`There is no "${part}" any more: look for the new one.`)
    return { ...loaded, source: source.replaceAll(GUARD, ' RETURNING id').replaceAll(LOCK, 'ORDER BY id') }
  },
})
