// For developers: compiles on every change and starts the server anew, on the same data.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, watch } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const first = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), '--if-stale'], { stdio: 'inherit' })
if (first.status !== 0) process.exit(first.status ?? 1)

const compiler = spawn(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
})
const server = spawn(
  process.execPath,
  ['--watch-path=dist', '--watch-path=i18n', '--watch-preserve-output', join(root, 'dist/main.js')],
  { cwd: root, stdio: 'inherit' },
)
watch(join(root, 'src'), { recursive: true }, (_event, name) => {
  if (!name || /\.tsx?$/.test(name)) return
  try {
    mkdirSync(dirname(join(root, 'dist', name)), { recursive: true })
    cpSync(join(root, 'src', name), join(root, 'dist', name))
  } catch {
    // It is gone, or half written: the next change copies it.
  }
})
const end = () => {
  compiler.kill('SIGTERM')
  server.kill('SIGTERM')
}
process.on('SIGINT', end)
process.on('SIGTERM', end)
server.on('exit', (code) => {
  compiler.kill('SIGTERM')
  process.exit(code ?? 0)
})
