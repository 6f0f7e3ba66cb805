/**
 * Splits lines whose columns are aligned by spaces. Where all lines leave the same gap, cells may be empty; else two
 * spaces or more stand between cells.
 */
export const columnsAligned = (text: string): string[][] => {
  const lines = text.split('\n').map((line) => line.replaceAll('\u00A0', ' ').trimEnd())
  const gaps = commonGaps(lines.filter((line) => line !== ''))
  return lines.map((line) => {
    if (line === '') return []
    if (gaps.length === 0) return line.trim().split(/ {2,}/)
    const starts = [0, ...gaps.map((gap) => gap.end)]
    return starts.map((start, column) => line.slice(start, gaps[column]?.start).trim())
  })
}

/** Runs of two or more positions at which no line has a character, between positions at which the first line has. */
const commonGaps = (lines: readonly string[]): { start: number; end: number }[] => {
  const width = lines[0]?.length ?? 0
  const gaps: { start: number; end: number }[] = []
  let start = -1
  for (let at = 0; at < width; at++) {
    const blank = lines.every((line) => (line[at] ?? ' ') === ' ')
    if (blank && start < 0) start = at
    if (!blank && start >= 0) {
      if (at - start >= 2 && start > 0) gaps.push({ start, end: at })
      start = -1
    }
  }
  return gaps
}
