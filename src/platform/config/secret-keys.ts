import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const read = async (file: string): Promise<Buffer[]> =>
  (await readFile(file, 'utf8'))
    .split(/\s+/)
    .filter(Boolean)
    .map((line) => Buffer.from(line, 'base64url'))

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** The keys that the data folder keeps, made at the first start; only the user who runs Plenary may read the file. */
export const secretKeysIn = async (dataDir: string): Promise<Buffer[]> => {
  const file = join(dataDir, 'secret-keys')
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  try {
    return await read(file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  try {
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error // else another start was quicker: its keys are the keys
  }
  return read(file)
}
