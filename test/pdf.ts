import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What a program that reads a PDF aloud finds in it. */
export interface ReadPdf {
  title: string | undefined
  author: string | undefined
  language: string | undefined
  /** Whether it says that it is tagged (`/MarkInfo`). */
  tagged: boolean
  pages: number
  /** All text, in reading order. */
  text: string
  /** The roles in its structure, in reading order: `H1`, `L`, `LI`… */
  roles: string[]
  /** Signs for which no font had a glyph. */
  missing: number
}

interface Node {
  role?: string
  children?: readonly Node[]
}

const rolesOf = (node: Node): string[] => [...(node.role ? [node.role] : []), ...(node.children ?? []).flatMap(rolesOf)]

/** Glyph 0 of every font is the box for "no such sign". */
const isMissing = (glyph: unknown): boolean =>
  typeof glyph === 'object' && glyph !== null && 'unicode' in glyph && glyph.unicode === '\u0000'

const missingIn = ([glyphs]: readonly unknown[]): number =>
  Array.isArray(glyphs) ? glyphs.filter((glyph: unknown) => isMissing(glyph)).length : 0

/** Glyphs that only complete the one before have no letter of their own; pdfjs gives them their number instead. */
const NO_LETTER = /(?!\n)\p{Cc}/gu

/** Reads a PDF as an assistive program would. */
export const readPdf = async (bytes: Uint8Array): Promise<ReadPdf> => {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false })
  const pdf = await loading.promise
  try {
    const { info } = await pdf.getMetadata()
    const about = info as { Title?: string; Author?: string; Language?: string }
    const mark = await pdf.getMarkInfo()
    const texts: string[] = []
    const roles: string[] = []
    let missing = 0
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number)
      const { items } = await page.getTextContent()
      texts.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''))
      const tree = (await page.getStructTree()) as Node | null
      if (tree) roles.push(...rolesOf(tree))
      const { fnArray, argsArray } = await page.getOperatorList()
      fnArray.forEach((operation, index) => {
        if (operation === OPS.showText) missing += missingIn(argsArray[index] as readonly unknown[])
      })
    }
    return {
      title: about.Title,
      author: about.Author,
      language: about.Language,
      tagged: mark instanceof Map && mark.get('Marked') === true,
      pages: pdf.numPages,
      text: texts.join('\n').replace(NO_LETTER, ''),
      roles,
      missing,
    }
  } finally {
    await loading.destroy()
  }
}
