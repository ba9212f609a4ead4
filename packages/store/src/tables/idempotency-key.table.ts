/** A key that a caller gave a request, so that it may be sent twice. */
export interface IdempotencyKeyTable {
  person_id: string
  key: string
  request_hash: string
  batch_id: string
  expires_at: string
}
