/** Many accounts to be acted on. */
export interface BatchTable {
  id: string
  tenant_id: string
  person_id: string
  /** JSON of a `BatchActor`. */
  actor: string
  action: 'query' | 'disable' | 'enable'
  reason: string | null
  revoke_sessions: 0 | 1
  dry_run: 0 | 1
  /** The batch whose changes this one takes back. */
  undo_of: string | null
  /** The batch whose failures this one tries again. */
  retry_of: string | null
  total: number
  status: 'queued' | 'running' | 'paused' | 'completed' | 'cancelled'
  pause_reason: 'sign_in_required' | 'consent_required' | 'claims_challenge' | null
  /** Whoever runs it stops at what is under way. */
  cancel_requested_at: string | null
  created_at: string
  started_at: string | null
  finished_at: string | null
}
