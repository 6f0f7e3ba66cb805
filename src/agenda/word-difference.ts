/** A run of words that two texts share, or that only one has. */
export interface Run {
  is: 'same' | 'added' | 'removed'
  text: string
}

/** More steps than that are not worth a reader's while: the whole is shown as changed. */
const MOST_STEPS = 4_000_000

/** Words with the space that follows them, so that joined again they are the text. */
const words = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? []

/** How a text became another, word by word: joining what is not added gives the old one, what is not removed the new. */
export const wordDifference = (before: string, after: string): Run[] => {
  const [a, b] = [words(before), words(after)]
  if (a.length * b.length > MOST_STEPS)
    return joined([
      { is: 'removed', text: before },
      { is: 'added', text: after },
    ])
  // The longest common subsequence, from the ends: lengths[i][j] is that of a from i and b from j.
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const runs: Run[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      runs.push({ is: 'same', text: a[i]! })
      i++
      j++
    } else if (j >= b.length || (i < a.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!))
      runs.push({ is: 'removed', text: a[i++]! })
    else runs.push({ is: 'added', text: b[j++]! })
  }
  return joined(runs)
}

const joined = (runs: readonly Run[]): Run[] =>
  runs.reduce<Run[]>((all, run) => {
    const last = all.at(-1)
    if (last?.is === run.is) all[all.length - 1] = { is: run.is, text: last.text + run.text }
    else if (run.text) all.push(run)
    return all
  }, [])
