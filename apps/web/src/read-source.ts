import { type ParsedList, parseUserCsv, parseUserList } from '@vestibule/user-list'
import type { DraftSource } from './batch-draft.ts'

/** Whom a list names, and how many lines it has; undefined where the list is the server's. */
export interface ReadSource extends ParsedList {
  lines: number
}

export function readSource(source: DraftSource): ReadSource | undefined {
  if (source.kind === 'matching') return undefined
  const list = source.kind === 'csv' ? parseUserCsv(source.text) : parseUserList(source.text)
  const lines = source.text.split(/\r\n?|\n/).filter((line) => line.trim() !== '').length
  return { ...list, lines }
}

/** How many accounts there are to act on, if that is known. */
export function countSource(source: DraftSource, read: ReadSource | undefined): number | null {
  if (source.kind === 'matching') return source.count
  return read?.entries.length ?? 0
}
