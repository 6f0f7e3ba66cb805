import type { Question } from '../../meetings/registration-settings.ts'
import type { FilePurpose } from '../../platform/files/file-purpose.ts'
import { PHOTO } from './badge-questions.ts'

/** What a file that answers a question is kept for: a photo is an image, anything else a document. */
export const filePurposeOf = ({ id }: Pick<Question, 'id'>): FilePurpose => (id === PHOTO ? 'photo' : 'answer')
