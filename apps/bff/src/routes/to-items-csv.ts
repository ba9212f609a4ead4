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
] as const

/** The accounts of a batch for a spreadsheet. The columns stay: other programs read them too. */
export function toItemsCsv(items: readonly BatchItem[]): string {
  return toCsv(
    items.map(toUserBatchItem),
    COLUMNS.map((heading) => ({ heading, read: (item) => item[heading] })),
    { byteOrderMark: true },
  )
}
