/** One account of a batch. */
export interface BatchItemTable {
  batch_id: string
  /** From 1, in the order of the input. */
  line: number
  input: string
  /** What the account is looked up by; null where the input cannot be understood. */
  name: string | null
  /** For an undo: what `accountEnabled` must still be, or it was changed since. */
  expected: 0 | 1 | null
  user_id: string | null
  user_principal_name: string | null
  display_name: string | null
  job_title: string | null
  user_type: string | null
  /** JSON: names of directory roles; null where nobody asked. */
  directory_roles: string | null
  account_enabled: 0 | 1 | null
  /** `accountEnabled` before the change: on the disk before the change is asked for. */
  before: 0 | 1 | null
  after: 0 | 1 | null
  /** `writing`: the change may have been made or not; it is read back before it is asked for again. */
  stage: 'pending' | 'writing' | 'revoking' | 'done'
  /** Null until `done`. */
  outcome:
    | 'succeeded'
    | 'unchanged'
    | 'willBeReverted'
    | 'refused'
    | 'notFound'
    | 'failed'
    | 'cancelled'
    | null
  /** Graph's error code, or one of ours. */
  code: string | null
  graph_request_id: string | null
  /** How often the change was asked for, or reading failed. */
  attempts: number
  /** Left alone until then, in ms since 1970. */
  not_before_ms: number
  at: string | null
}
