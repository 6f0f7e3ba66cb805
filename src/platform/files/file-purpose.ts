import type { FieldError } from '../../kernel/domain-error.ts'

/** The most a file may weigh. */
export const FILE_LIMIT = 10 * 1024 * 1024

const MEGABYTES = FILE_LIMIT / 1024 / 1024

/** What a file may be, as its own first bytes say; never what its name or its sender says. */
const KINDS = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
} as const

export type MediaType = keyof typeof KINDS

/** How a file of a type ends its name. */
export const endingOf = (type: MediaType): string => KINDS[type]

const DOCUMENTS = ['application/pdf', 'image/jpeg', 'image/png'] as const
const IMAGES = ['image/jpeg', 'image/png'] as const

/** What files are kept for, and of which types each may be. */
const ALLOWED = {
  /** By which a State or an organization names its focal point. */
  'note-verbale': DOCUMENTS,
  /** An answer to an organiser's question. */
  answer: DOCUMENTS,
  passport: DOCUMENTS,
  /** For a badge. */
  photo: IMAGES,
} as const satisfies Readonly<Record<string, readonly MediaType[]>>

export type FilePurpose = keyof typeof ALLOWED

/** The types that a purpose takes, as a form's `accept` says them. */
export const acceptedBy = (purpose: FilePurpose): readonly MediaType[] => ALLOWED[purpose]

/** Whether a file of this type may be kept for that purpose. */
export const isAllowed = (type: string | undefined, purpose: FilePurpose): type is MediaType =>
  acceptedBy(purpose).some((allowed) => allowed === type)

/** What is wrong with a file at a field. */
export const tooLarge = (pointer: string): FieldError => ({
  pointer,
  message: 'file.too-large',
  params: { limit: MEGABYTES },
})

export const notOfAKind = (pointer: string, purpose: FilePurpose): FieldError => ({
  pointer,
  message: acceptedBy(purpose).includes('application/pdf') ? 'file.not-a-document' : 'file.not-an-image',
})
