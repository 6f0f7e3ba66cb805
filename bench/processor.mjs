// How long processes had the processor, as Linux counts it (in hundredths of a second).
import { readdirSync, readFileSync } from 'node:fs'

const TICK_US = 10_000

const read = (pid) => {
  try {
    // The name of a program, in parentheses, may have blanks in it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return { pid, parent: Number(fields[1]), us: (Number(fields[11]) + Number(fields[12])) * TICK_US }
  } catch {
    return undefined
  }
}

const below = (pid, all) =>
  all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid, all)])

const snapshot = (pid) => {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (read(Number(name)) ?? []) : []))
  return new Map([all.find((each) => each.pid === pid), ...below(pid, all)].map((each) => [each.pid, each.us]))
}

/** Counts from now on; ask it how many microseconds a process, those below it and this one had since. */
export const processorOf = (pid) => {
  const before = snapshot(pid)
  const own = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(own)
    let [itself, below] = [0, 0]
    // What ended or began meanwhile is left out: connections of the pool that nobody needed, checkpoints.
    for (const [each, us] of snapshot(pid)) {
      const used = us - (before.get(each) ?? us)
      if (each === pid) itself += used
      else below += used
    }
    return { itself, below, generator: user + system }
  }
}
