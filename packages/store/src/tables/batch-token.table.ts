/** A batch's own refresh token, sealed by the key ring alone; deleted when the batch ends. */
export interface BatchTokenTable {
  batch_id: string
  sealed: string
}
