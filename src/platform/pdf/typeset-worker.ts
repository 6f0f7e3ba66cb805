import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { initSync, TypstCompilerBuilder, type TypstCompiler } from '@myriaddreamin/typst-ts-web-compiler'
import { FONT_FAMILIES, fontFiles } from './fonts.ts'

// Runs in a thread of its own: typesetting keeps a core busy, and must not keep the requests waiting.

/** A document to set: its template, and what it says as JSON. */
export interface Commission {
  id: number
  template: string
  /** `{ title, author, language, data }` */
  given: string
}

/** The PDF, or what went wrong with it. */
export type Delivery = { id: number; pdf: Uint8Array } | { id: number; error: string }

/** What the compiler answers; `@myriaddreamin/typst-ts-web-compiler` types it as `any`. */
interface Artifact {
  result?: Uint8Array
  diagnostics?: readonly { severity: string; path: string; range: string; message: string }[]
}

/**
 * The frame around every document. What it says arrives as JSON through `sys.inputs`, so that no text in it is ever
 * read as markup; without a date, so that the same words make the same bytes.
 */
const MAIN = `#import "template.typ": body
#let given = json(bytes(sys.inputs.given))
#set document(title: given.title, author: given.author, date: none)
#set text(lang: given.language, font: (${FONT_FAMILIES.map((family) => JSON.stringify(family)).join(', ')}), fallback: true)
#body(given)
`

const PDF = 1
/** Diagnostics with their places. */
const FULL = 3

const build = async (): Promise<TypstCompiler> => {
  const { resolve } = createRequire(import.meta.url)
  initSync({ module: readFileSync(resolve('@myriaddreamin/typst-ts-web-compiler/wasm')) })
  const builder = new TypstCompilerBuilder()
  builder.set_dummy_access_model() // no file of the machine can be read
  for (const file of fontFiles()) await builder.add_raw_font(readFileSync(file))
  return builder.build()
}

const compiler = build()

const typeset = async ({ template, given }: Commission): Promise<Uint8Array> => {
  const ready = await compiler
  ready.add_source('/main.typ', MAIN)
  ready.add_source('/template.typ', template)
  const world = ready.snapshot('/', '/main.typ', [['given', given]])
  try {
    const { result, diagnostics = [] } = world.get_artifact(PDF, FULL) as Artifact
    if (result) return result
    throw new Error(diagnostics.map(({ path, range, message }) => `${path}:${range} ${message}`).join('; '))
  } finally {
    world.free()
    ready.reset() // forgets what it learnt from this document, which would only grow
  }
}

parentPort?.on('message', (commission: Commission) => {
  const { id } = commission
  typeset(commission)
    .then(
      (pdf): Delivery => ({ id, pdf }),
      (error: unknown): Delivery => ({ id, error: String(error) }),
    )
    .then((delivery) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      parentPort?.postMessage(delivery)
    })
})
