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
}

export interface Fault extends FaultRequest {
  id: string
  hits: number
}
