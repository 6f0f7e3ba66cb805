/** What is true of a reader, as far as the rules of a meeting ask. */
export interface Standing {
  name: string
  /** Numbers of the days on which they have a confirmed place. */
  days: readonly number[]
  constituency?: string
  /** Codes of sessions to which they are invited by name. */
  invitedTo?: readonly string[]
  /** The State for whose delegation they speak. */
  leads?: string
  /** Works on the words of this meeting: reads whatever can be translated. */
  translates?: boolean
  /** Works at this meeting's desk, with every right. */
  organises?: boolean
  /** Reads the agenda as who prepares it does, and nothing of people. */
  readsAgenda?: boolean
}

/** What a session says that not everybody may read. */
export type Field = 'title' | 'abstract' | 'officers' | 'item' | 'capacity'

/** Something that stands in one field only, which not everybody may read. */
export interface Canary {
  where: string
  isIn: (text: string) => boolean
  mayRead: (reader: Standing) => boolean
  /** Leaves by the answer to a form only, when a door is open; no page shows it to anybody. */
  byDoorOnly?: boolean
  /** The field of the release in force in which it stands: whoever may read it finds it on every surface that has it. */
  of?: { code: string; field: Field }
}

type More = Pick<Canary, 'byDoorOnly' | 'of'>

/** Collects canaries, and makes the words for them. */
export class Aviary {
  readonly all: Canary[] = []
  private readonly words = new Map<number, { word: string; canary: Canary }>()
  private readonly patterns: Canary[] = []

  /** A word that nothing else contains. */
  word(where: string, mayRead: Canary['mayRead'], more: More = {}): string {
    // No longer than the part of an address before its @ may be.
    const word = `qz${this.all.length}z${where
      .replace(/[^a-z0-9]/gi, '')
      .toLowerCase()
      .slice(0, 48)}`
    const canary: Canary = { where, isIn: (text) => text.includes(word), mayRead, ...more }
    this.words.set(this.all.length, { word, canary })
    this.all.push(canary)
    return word
  }

  pattern(where: string, pattern: RegExp, mayRead: Canary['mayRead'], more: More = {}): void {
    const canary: Canary = { where, isIn: (text) => pattern.test(text), mayRead, ...more }
    this.patterns.push(canary)
    this.all.push(canary)
  }

  /** Those that are in a text, whose words are looked for all at once. */
  in(text: string): Canary[] {
    const found = new Set<Canary>()
    for (const { 1: number, index } of text.matchAll(/qz(\d+)z/g)) {
      const known = this.words.get(Number(number))
      if (known && text.startsWith(known.word, index)) found.add(known.canary)
    }
    return [...found, ...this.patterns.filter(({ isIn }) => isIn(text))]
  }

  /** A number that no page comes upon by chance, written with or without a separator. */
  number(where: string, mayRead: Canary['mayRead'], more: More = {}): number {
    const thousands = 700 + this.all.length
    this.pattern(where, new RegExp(`${thousands}[\\s.,\u00a0\u202f]?417(?!\\d)`), mayRead, more)
    return thousands * 1000 + 417
  }
}
