import type { User } from '@vestibule/client'
import { toCsv } from '@vestibule/user-list'
import { client } from '../api/client.ts'
import { toWanted, type UserList } from '../api/queries.ts'
import type { UserColumn } from './users-columns.ts'

export type ExportFormat = 'csv' | 'ndjson'

export const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
}

/** Everybody of a list, as the server writes them. */
export function readWholeList(
  list: UserList,
  format: ExportFormat,
  columns: readonly UserColumn[],
  signal: AbortSignal,
): Promise<Blob> {
  return client.exportUsers({ format, columns: [...columns], ...toWanted(list) }, { signal })
}

/** The same of people who are here, alike in all. */
export function writePeople(
  people: readonly User[],
  format: ExportFormat,
  columns: readonly UserColumn[],
): string {
  if (format === 'ndjson') {
    return people
      .map((user) => Object.fromEntries(columns.map((column) => [column, user[column]])))
      .map((row) => `${JSON.stringify(row)}\n`)
      .join('')
  }
  const table = columns.map((column) => ({ heading: column, read: (user: User) => user[column] }))
  return toCsv(people, table, { byteOrderMark: true })
}

export function toFileName(format: ExportFormat): string {
  return `people-${new Date().toISOString().slice(0, 10)}.${format}`
}
