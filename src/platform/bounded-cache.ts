/**
 * Keeps what was used last, up to a total weight. Only for what can be made again from its key: whatever it forgets is
 * made anew.
 */
export class BoundedCache<Value> {
  private readonly kept = new Map<string, { value: Value; weight: number }>()
  private total = 0

  constructor(
    private readonly limit: number,
    private readonly weigh: (value: Value) => number = () => 1,
  ) {}

  get(key: string): Value | undefined {
    const found = this.kept.get(key)
    if (!found) return undefined
    // A Map keeps the order of insertion: what is used goes to its end, so that the first is the longest unused.
    this.kept.delete(key)
    this.kept.set(key, found)
    return found.value
  }

  set(key: string, value: Value): void {
    this.delete(key)
    const weight = this.weigh(value)
    if (weight > this.limit) return
    this.kept.set(key, { value, weight })
    this.total += weight
    for (const oldest of this.kept.keys()) {
      if (this.total <= this.limit) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    const found = this.kept.get(key)
    if (!found) return
    this.kept.delete(key)
    this.total -= found.weight
  }

  /** How many values are kept, and what they weigh. */
  get size(): { count: number; weight: number } {
    return { count: this.kept.size, weight: this.total }
  }
}
