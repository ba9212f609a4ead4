import type { BatchItem } from '@vestibule/store'
import { toCsv } from '@vestibule/user-list'
import { toUserBatchItem } from './to-user-batch.ts'

const COLUMNS = [
  'line',
  'input',
  'userId',
  'userPrincipalName',
  'displayName',
  'outcome',
  'before',
  'after',
  'jobTitle',
  'accountEnabled',
  'code',
  'message',
  'graphRequestId',
  'attempts',
  'at',
  'userType',
  'directoryRoles',
] as const

/** The accounts of a batch for a spreadsheet. The columns stay: other programs read them too. */
export function toItemsCsv(items: readonly BatchItem[]): string {
  return toCsv(
    items.map(toUserBatchItem),
    COLUMNS.map((heading) => ({ heading, read: (item) => toCell(item[heading]) })),
    { byteOrderMark: true },
  )
}

function toCell<Value>(value: Value): Exclude<Value, string[]> | string {
  return Array.isArray(value) ? value.join('; ') : (value as Exclude<Value, string[]>)
}
