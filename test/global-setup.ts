import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedServer } from '../src/platform/database/embedded/embedded-server.ts'
import { migrateIfNeeded } from '../src/platform/database/migrator.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's PostgreSQL: the template database as its owner and as the app. */
    template: { ownerUrl: string; appUrl: string }
  }
}

/** Every migration has run in it; each test file gets a copy. */
const TEMPLATE = 'plenary_template'

/** Nothing of a test run is worth a wait for the disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
  autovacuum: 'off',
}

/** Ends PostgreSQL when the run is killed and cannot do it itself. */
const watch = (dataDir: string): void => {
  const script = `while kill -0 ${process.pid} 2>/dev/null; do sleep 2; done
    [ -f "${dataDir}/postgresql/postmaster.pid" ] && kill -QUIT "$(head -n 1 "${dataDir}/postgresql/postmaster.pid")"
    rm -rf "${dataDir}"`
  spawn('sh', ['-c', script], { detached: true, stdio: 'ignore' }).unref()
}

/** One PostgreSQL for the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plenary-test-'))
  const server = await startEmbeddedServer({ dataDir, settings: SETTINGS })
  watch(dataDir)
  const owner = new pg.Client({ connectionString: server.ownerDatabaseUrl })
  await owner.connect()
  await owner.query(`CREATE DATABASE ${TEMPLATE}`)
  await owner.end()
  const to = (url: string): string => Object.assign(new URL(url), { pathname: `/${TEMPLATE}` }).href
  const template = { ownerUrl: to(server.ownerDatabaseUrl), appUrl: to(server.databaseUrl) }
  await migrateIfNeeded({ databaseUrl: template.appUrl, ownerDatabaseUrl: template.ownerUrl })
  project.provide('template', template)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
