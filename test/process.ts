import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { closing } from './closing.ts'
import { freePort } from './free-port.ts'

/** Where the build under test is: an installed one elsewhere, or this checkout's. */
const INSTALLED = process.env['PLENARY_INSTALLED']
const ROOT = INSTALLED ?? dirname(import.meta.dirname)

/** Compiles if something changed since: processes run what is shipped, not what vitest makes of it. */
export const build = (): void => {
  if (INSTALLED) return
  const { status, stdout, stderr } = spawnSync('node', ['scripts/build.mjs', '--if-stale'], { cwd: ROOT })
  if (status !== 0) throw new Error(`npm run build failed:\n${String(stdout)}${String(stderr)}`)
}

/** A folder for `DATA_DIR`, removed at the end of the file. */
export const dataFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'plenary-process-'))
  closing(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  return join(folder, 'data')
}

/** The process number of the PostgreSQL at work in a data folder. */
export const postmasterIn = (dataDir: string): number | undefined => {
  const file = join(dataDir, 'postgresql/postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

/** Whether a process is there, and not only waiting to be counted as gone. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** One Plenary as an operating-system process. */
export class PlenaryProcess {
  output = ''
  readonly exit: Promise<number | null>
  private readonly child: ChildProcess

  constructor(
    env: Readonly<Record<string, string>>,
    readonly url: string,
    args: readonly string[] = ['dist/main.js'],
  ) {
    // Nothing of the developer's own environment decides what a test sees.
    const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
    this.child = spawn('node', [...args], { cwd: ROOT, env: { ...inherited, ...env }, detached: true })
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()))
    this.child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()))
    this.exit = new Promise((done) => this.child.on('close', (code) => done(code)))
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  get lines(): string[] {
    return this.output.trimEnd().split('\n')
  }

  /** Settles when it says that it is ready. */
  async ready(patience = 30_000): Promise<this> {
    let ended = false
    void this.exit.then(() => (ended = true))
    for (const begin = performance.now(); performance.now() - begin < patience && !ended; await wait(20))
      if (this.output.includes('Plenary is ready at')) return this
    throw new Error(`Plenary did not get ready:\n${this.output}`)
  }

  /** Asks it to end as Ctrl-C does, under npm: twice. Answers its exit code. */
  async stop(): Promise<number | null> {
    process.kill(this.pid, 'SIGINT')
    process.kill(this.pid, 'SIGINT')
    return this.exit
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL')
    await this.exit
  }
}

/** Starts a Plenary; it ends with the test file at the latest. */
export const startProcess = async (
  env: Readonly<Record<string, string>>,
  args?: readonly string[],
): Promise<PlenaryProcess> => {
  const port = env['PORT'] ?? String(await freePort())
  const plenary = new PlenaryProcess({ PORT: port, ...env }, `http://127.0.0.1:${port}`, args)
  closing(async () => {
    if (isAlive(plenary.pid)) await plenary.stop()
  })
  return plenary
}
