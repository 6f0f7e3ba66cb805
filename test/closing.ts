const open = new Set<() => Promise<void>>()

/** Closes what the file opened; every file does at its end. */
export const closeEverything = async (): Promise<void> => {
  for (const close of [...open].toReversed()) await close()
}

/** Has `close` called at the end of the file, unless it is called before. */
export const closing = (close: () => Promise<void>): (() => Promise<void>) => {
  const once = async (): Promise<void> => {
    if (open.delete(once)) await close()
  }
  open.add(once)
  return once
}
