// Starts the build as people do, on a data folder of its own.
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'

const ROOT = dirname(import.meta.dirname)

/** Starts the build on a data folder; answers its address, its process, how long it took to be ready (ms), and how to end it. */
export const startPlenary = (dataDir) =>
  new Promise((done, fail) => {
    const begin = performance.now()
    const child = spawn('node', ['dist/main.js'], { cwd: ROOT, env: { ...process.env, PORT: '0', DATA_DIR: dataDir } })
    let output = ''
    const read = (chunk) => {
      output += chunk
      const url = /Plenary is ready at (\S+)/.exec(output)?.[1]
      if (!url) return
      // What it says from here on is not read: that would be measured too.
      for (const stream of [child.stdout, child.stderr]) stream.off('data', read).resume()
      done({ url, pid: child.pid, ready: performance.now() - begin, stop: () => stop(child) })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('close', (code) => fail(new Error(`Plenary ended with ${code}: ${output}`)))
  })

const stop = (child) =>
  new Promise((done) => {
    child.removeAllListeners('close')
    child.on('close', done)
    child.kill('SIGTERM')
  })
