// Loaded with `node --import` before Plenary: an import notes what became of rows in one transaction and registers them in
// the next, two seconds later, to show that the test of the killed import can fail. Only tests load it.
import { weaken } from './weaken.mjs'

weaken('/registration/import/import-run.service.js', [
  [
    'results.push(...(await this.enter(tx, meeting, frame, id, fresh)));',
    `results.push(...fresh.map(({ number }) => ({ number, outcome: 'added', problems: [], differences: [], registration: null })));
     this.later = () => this.database.transaction((tx) => this.enter(tx, meeting, frame, id, fresh));`,
  ],
  [
    'return await this.database.transaction((tx) => this.register(tx, id, size));',
    `this.later = undefined;
     const more = await this.database.transaction((tx) => this.register(tx, id, size));
     if (this.later) await new Promise((done) => setTimeout(done, 2000));
     await this.later?.();
     return more;`,
  ],
])
