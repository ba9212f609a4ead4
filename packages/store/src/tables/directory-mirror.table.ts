import type { Generated } from 'kysely'

/** A tenant's directory as it is kept here, and where its delta is to go on. */
export interface DirectoryMirrorTable {
  /** People of it have the keys from `number` × 2³² on, so that a range of keys is a tenant's. */
  number: Generated<number>
  /** Null once it was dropped, while rows of it are still to be deleted. */
  tenant_id: string | null
  is_complete: 0 | 1
  /** Counts how often everything had to be read anew. */
  generation: number
  /** Whether everything is being read anew: who is not seen in it is deleted at its end. */
  is_rereading: 0 | 1
  link: string | null
  is_mid_round: 0 | 1
  round_started_at: string | null
  as_of: string | null
  /** Whether it has its indexes, which are made when its first run has come to its end. */
  is_indexed: 0 | 1
  total: number
  next_key: number
  /** Grows with whatever changes what a query finds. */
  changes: number
}

/** Who has been seen since everything is read anew. */
export interface MirrorSightingTable {
  key: number
  generation: number
}
