import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '.compile-cache'))
const { run } = await import('./cli/commands.ts')
await run(process.argv, process.env)
