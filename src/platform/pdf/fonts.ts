import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

interface Font {
  /** The family as the font itself names it. */
  family: string
  packageName: string
  /** Inside the package; the first is the regular weight. */
  files: readonly string[]
}

/** Noto for one script, in its regular weight: a bold heading in it stays regular. */
const noto = (script: string, style: 'Sans' | 'Serif' = 'Sans'): Font => ({
  family: `Noto ${style} ${script}`,
  packageName: `@expo-google-fonts/noto-${style.toLowerCase()}-${script.toLowerCase()}`,
  files: [`400Regular/Noto${style}${script}_400Regular.ttf`],
})

/**
 * The fonts of our PDFs; those of the machine are never used, so that a document is the same everywhere. Between them
 * they write the languages of the Members of the United Nations. Only TTF and OTF: the typesetter does not read WOFF.
 */
const FONTS: readonly Font[] = [
  {
    family: 'Noto Sans',
    packageName: '@expo-google-fonts/noto-sans',
    files: ['400Regular/NotoSans_400Regular.ttf', '700Bold/NotoSans_700Bold.ttf'],
  },
  ...['Arabic', 'Armenian', 'Bengali', 'Devanagari', 'Ethiopic', 'Georgian', 'Hebrew', 'Khmer', 'Lao'].map((script) =>
    noto(script),
  ),
  ...['Myanmar', 'Sinhala', 'Tamil', 'Thaana', 'Thai'].map((script) => noto(script)),
  noto('Tibetan', 'Serif'),
  // Han, in Chinese forms, and kana; Hangul comes after it, so that it is not asked for Han.
  { family: 'Noto Sans S Chinese', packageName: '@embedpdf/fonts-sc', files: ['fonts/NotoSansHans-Regular.otf'] },
  { family: 'Noto Sans Korean', packageName: '@embedpdf/fonts-kr', files: ['fonts/NotoSansKR-Regular.otf'] },
]

/** In the order in which they are asked for a sign. */
export const FONT_FAMILIES: readonly string[] = FONTS.map(({ family }) => family)

/** Where the font files are, in `node_modules`. */
export const fontFiles = (): string[] => {
  const { resolve } = createRequire(import.meta.url)
  return FONTS.flatMap(({ packageName, files }) => {
    // Not `<package>/package.json`: some packages do not export it. Their main file lies in the package or in dist/.
    const main = dirname(resolve(packageName))
    const folder = main.endsWith('dist') ? dirname(main) : main
    return files.map((file) => join(folder, file))
  })
}
