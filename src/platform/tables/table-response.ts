import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { attachment } from '../http/attachment.ts'
import { Sendable } from '../http/html-response.ts'
import { CSV_TYPE, writeCsv, writeXlsx, XLSX_TYPE, type WrittenTable } from './write-table.ts'

export const TABLE_FORMATS = ['xlsx', 'csv'] as const
export type TableFormat = (typeof TABLE_FORMATS)[number]

/** Sends a table as a file, row by row as fast as the reader takes it; no cache keeps it. */
export class TableResponse extends Sendable {
  constructor(
    readonly table: WrittenTable,
    readonly format: TableFormat,
    /** Without its ending. */
    readonly name: string,
    readonly options: { separator?: ',' | ';'; sheet?: string } = {},
  ) {
    super()
  }

  send(reply: FastifyReply): void {
    const stream: Readable =
      this.format === 'csv' ? writeCsv(this.table, this.options) : writeXlsx(this.table, this.options)
    reply
      .code(200)
      .headers({
        'content-type': this.format === 'csv' ? CSV_TYPE : XLSX_TYPE,
        'content-disposition': attachment(`${this.name}.${this.format}`),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      })
      .send(stream)
  }
}

/** What Excel expects between the cells of a CSV file in a language: where the comma is in numbers, a semicolon. */
export const separatorIn = (locale: string): ',' | ';' => (locale === 'en' ? ',' : ';')
