// Has schemathesis (PyPI) ask what our OpenAPI document allows and what it does not, as an organiser and as a stranger:
// `npm run test:schemathesis`, where the program is installed (`pip install schemathesis`; or name it in SCHEMATHESIS).
// Loopback only, on a data folder of its own; ends by itself after SECONDS each (60).
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { organiser } from '../bench/organiser.mjs'
import { startPlenary } from '../bench/plenary.mjs'

const PROGRAM = process.env.SCHEMATHESIS ?? 'schemathesis'
const SECONDS = process.env.SECONDS ?? '60'
/** What no input may do: an error of ours, an answer that the document does not know, or one of another shape. */
const CHECKS = 'not_a_server_error,content_type_conformance,response_schema_conformance'

/** What ends the sign-in that it asks with. */
const ENDS = '/(sign-in|sign-out|sign-ins|me/erasure)'
/** In the meeting that is there, so that it comes as far as our rules. */
const CONFIG = '[parameters]\nmeeting = "demo-regional-dialogue"\n'

const folder = await mkdtemp(join(tmpdir(), 'plenary-schemathesis-'))
const dataDir = join(folder, 'data')

const cookieOf = async () => {
  const [{ withApp }, { settingsFrom }] = await Promise.all([
    import('../dist/cli/with-app.js'),
    import('../dist/platform/config/settings.js'),
  ])
  return withApp(settingsFrom({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), organiser)
}

const ask = (url, name, more) =>
  new Promise((done, fail) => {
    console.log(`== ${name}`)
    const options = ['--checks', CHECKS, '--max-time', SECONDS, '--no-color', '--phases', 'examples,coverage,fuzzing']
    const child = spawn(PROGRAM, ['run', `${url}/api/v1/openapi.json`, ...options, ...more], {
      cwd: folder,
      stdio: 'inherit',
    })
    child.on('error', fail)
    child.on('close', done)
  })

const plenary = await startPlenary(dataDir)
try {
  await writeFile(join(folder, 'schemathesis.toml'), CONFIG)
  const cookie = await cookieOf()
  const ends = [
    await ask(plenary.url, 'as a stranger', []),
    await ask(plenary.url, 'as an organiser', ['--header', `Cookie: ${cookie}`, '--exclude-path-regex', ENDS]),
  ]
  process.exitCode = ends.some((end) => end !== 0) ? 1 : 0
} catch (error) {
  console.log(error?.code === 'ENOENT' ? `skipped: ${PROGRAM} is not installed` : error)
  process.exitCode = error?.code === 'ENOENT' ? 0 : 1
} finally {
  await plenary.stop()
  await rm(folder, { recursive: true, force: true })
}
