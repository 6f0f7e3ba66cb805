import { InvalidInput } from '../../kernel/domain-error.ts'
import type { ReceivedFile } from '../../platform/files/read-upload.ts'
import { readTable } from '../../platform/tables/read-table.ts'
import { TableRefused, type Table, type TableLimits } from '../../platform/tables/table.ts'
import { MOST_ROWS } from '../../registration/import/import.ts'

/** Reads the table of a form: from its file, or from what was pasted; one of them. @throws InvalidInput, TableRefused */
export const tableFromUpload = async (
  file: ReceivedFile | undefined,
  text: string | undefined,
  limits: Partial<TableLimits> = { maxRows: MOST_ROWS },
): Promise<{ table: Table; name: string }> => {
  const pasted = text?.trim() ? text : undefined
  if (!file && !pasted) throw new InvalidInput({ fields: [{ pointer: '/file', message: 'import.nothing-given' }] })
  if (file && pasted) throw new InvalidInput({ fields: [{ pointer: '/text', message: 'import.both-given' }] })
  if (pasted) return { table: await readTable({ text: pasted }, limits), name: '' }
  if (file!.truncated) throw new TableRefused('too-many-bytes', { params: { limit: 10 } })
  return { table: await readTable({ bytes: file!.bytes, name: file!.name }, limits), name: file!.name }
}
