/** An entry of the audit. The database refuses to change or delete one. */
export interface AuditEventTable {
  /** From 1, without a gap. */
  sequence: number
  tenant_id: string
  /** What can be entered once only, such as an item of a batch. */
  subject: string | null
  /** `target.id` of the body. */
  target_id: string | null
  /** JSON of an `AuditEvent`. */
  body: string
  previous_hash: string
  /** SHA-256 of the entry before, the sequence and the body. */
  hash: string
}

/** The last entry: one row, which every addition locks. */
export interface AuditHeadTable {
  id: number
  sequence: number
  hash: string
}
