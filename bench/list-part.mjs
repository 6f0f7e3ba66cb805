import { startPlenary } from './plenary.mjs'
import { listPages } from './registrations.mjs'
const p = await startPlenary('/tmp/listdb')
await listPages(p.url, '/tmp/listdb')
await p.stop()
