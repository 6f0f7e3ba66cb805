import { registerHooks } from 'node:module'

/**
 * Changes a built file while it is loaded (`node --import`), to show that a test can fail: each part is put in place of the
 * one before it, wherever that stands. `file` is the end of its address.
 * @param {string} file
 * @param {readonly (readonly [part: string, instead: string])[]} changes
 */
export const weaken = (file, changes) =>
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      if (!url.endsWith(file)) return loaded
      let source = String(loaded.source)
      for (const [part, instead] of changes) {
        if (!source.includes(part)) throw new Error(`There is no "${part}" any more: look for the new one.`)
        source = source.replaceAll(part, () => instead)
      }
      return { ...loaded, source }
    },
  })
