export const faultKinds = ['status', 'delay', 'reset', 'truncate', 'html', 'cae'] as const
type FaultKind = (typeof faultKinds)[number]

/** What goes wrong, where and how often. */
export interface FaultRequest {
  /** A path prefix, or one of the named groups. */
  match: string
  kind: FaultKind
  /** HTTP status of `status` (503) and `html` (502). */
  status?: number
  /** Error code in the body: an AADSTS number at the login space, a Graph code at Graph. */
  code?: string | number
  retryAfterSeconds?: number
  delayMs?: number
  /** How many requests it hits; all of them when absent. */
  times?: number
  /** Share of matching requests it hits, 0 to 1; all of them when absent. */
  rate?: number
  /**
   * Of `reset`, `truncate` and `html`: the connection breaks before Graph has done anything. Without it a write is
   * done and only its answer is lost; inside a batch the items before it are done as well, those behind it are not.
   * Reading breaks before, and so does the login space.
   */
  before?: boolean
}

/** Kinds that take the answer away instead of giving another one. */
const cuttingKinds: readonly FaultKind[] = ['reset', 'truncate', 'html']

export function isCutting({ kind }: Pick<FaultRequest, 'kind'>): boolean {
  return cuttingKinds.includes(kind)
}

export interface Fault extends FaultRequest {
  id: string
  hits: number
}
