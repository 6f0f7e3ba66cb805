// Loaded with `node --import` before Plenary: an import notes what became of rows in one transaction and registers them in
// the next, two seconds later, to show that the test of the killed import can fail. Only tests load it.
import { registerHooks } from 'node:module'

const TOGETHER = 'return await this.database.transaction((tx) => this.register(tx, id, size));'
const ENTERED = 'results.push(...(await this.enter(tx, meeting, frame, id, fresh)));'

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('/registration/import/import-run.service.js')) return loaded
    const source = String(loaded.source)
    for (const part of [TOGETHER, ENTERED])
      if (!source.includes(part)) throw new Error(`There is no "${part}" any more: look for the new one.`)
    return {
      ...loaded,
      source: source
        .replace(
          ENTERED,
          `results.push(...fresh.map(({ number }) => ({ number, outcome: 'added', problems: [], registration: null })));
           this.later = () => this.database.transaction((tx) => this.enter(tx, meeting, frame, id, fresh));`,
        )
        .replace(
          TOGETHER,
          `this.later = undefined;
           const more = await this.database.transaction((tx) => this.register(tx, id, size));
           if (this.later) await new Promise((done) => setTimeout(done, 2000));
           await this.later?.();
           return more;`,
        ),
    }
  },
})
