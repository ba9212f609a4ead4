/** A right to do one thing alone, among all processes on this database, for a while. */
export interface LeaseTable {
  name: string
  holder: string
  /** Grows with each holder, also after the row was deleted: a write of an earlier one is told by it. */
  fence: number
  /** Milliseconds since 1970 by the database's own clock. */
  expires_at_ms: number
}
