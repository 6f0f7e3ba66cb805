/** Why Plenary cannot start: one clear sentence for the person at the terminal. */
export class CannotStart extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'CannotStart'
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** What an error of the file system means for the data folder, in a sentence. */
export const folderTrouble = (folder: string, error: unknown): CannotStart => {
  if (error instanceof CannotStart) return error
  const code = codeOf(error)
  const name = `the data folder ${folder}`
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskIsFull(folder, error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new CannotStart(`Plenary may not write to ${name}: make it writable, or set DATA_DIR to another one.`, error)
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new CannotStart(`There is a file in the way of ${name}: set DATA_DIR to a folder.`, error)
  return new CannotStart(
    `Plenary cannot use ${name} (${error instanceof Error ? error.message : String(error)}).`,
    error,
  )
}

/** There is no room left for the database. */
export const diskIsFull = (folder: string, cause?: unknown): CannotStart =>
  new CannotStart(`The disk that holds ${folder} is full: free some space, then start again.`, cause)
