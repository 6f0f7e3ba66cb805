import { readdir, readFile } from 'node:fs/promises'

const ROOT = new URL('../../', import.meta.url)

/** A kind of mail that the product can send, and how one of that kind is known. */
export interface KindOfMail {
  /** Where it is said: a file of the source, or a word of the interface. */
  where: string
  isOne: (mail: { cause: string; words: string }) => boolean
}

/** As an expression: the constant parts as they are, anything between. */
const pattern = (text: string, hole: RegExp): string =>
  text
    .split(hole)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+')

/** Every place that posts a mail, by the cause it gives: `registration.ask ${id}`. */
const bySource = async (): Promise<KindOfMail[]> => {
  const names = await readdir(new URL('src/', ROOT), { recursive: true })
  const sources = names.filter((name) => /\.tsx?$/.test(name) && !/\.spec\.|^platform\/mail\//.test(name))
  const found = sources.map(async (name): Promise<KindOfMail[]> => {
    const source = await readFile(new URL(`src/${name}`, ROOT), 'utf8')
    // Whoever posts mail, or writes what another posts: a cause and a subject.
    if (!/\bmailroom\.post|: Outgoing\b/.test(source)) return []
    const causes = [...source.matchAll(/\bcause(?::| =) `([^`]+)`/g)].map(([, cause]) => cause!)
    if (causes.length === 0) throw new Error(`src/${name} posts mail: of what cause?`)
    return causes.map((cause) => {
      const expression = new RegExp(`^${pattern(cause, /\$\{[^}]*\}/)}$`)
      return { where: `src/${name}: ${cause}`, isOne: (mail) => expression.test(mail.cause) }
    })
  })
  return (await Promise.all(found)).flat()
}

type Words = { readonly [key: string]: string | Words }

const leaves = (words: Words, path: string): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value, `${path}${key}.`),
  )

/** Every subject and headline of mails, by its words: one template may have several. */
const byWords = async (): Promise<KindOfMail[]> => {
  const folder = new URL('i18n/en/', ROOT)
  const files = (await readdir(folder)).map(async (name) => {
    const words = JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Words
    return leaves(words, `${name.replace('.json', '')}:`)
  })
  return (await Promise.all(files))
    .flat()
    .filter(([key]) => /\bmail\b/.test(key) && /\.(subject|headline)(_\w+)?$/.test(key))
    .map(([key, words]) => {
      const expression = new RegExp(pattern(words, /\{\{[^}]*\}\}/))
      return { where: key, isOne: (mail) => expression.test(mail.words) }
    })
}

/** Every kind of mail there is. */
export const kindsOfMail = async (): Promise<readonly KindOfMail[]> => [...(await bySource()), ...(await byWords())]
