/** One thing, as it is and as it will be; null where it is not there. */
export interface Change {
  what: string
  now: string | null
  next: string | null
}

/** What is done as one, after what stands before it. */
export interface Step {
  action: 'create' | 'change' | 'remove'
  /** What it is done to, in a few words. */
  target: string
  changes: Change[]
  /** @throws {GraphRequestError} */
  run(): Promise<void>
}

/** What comes to a list and what goes from it, a row each. */
export function toRows(
  what: string,
  before: readonly string[],
  after: readonly string[],
): Change[] {
  return [
    ...before
      .filter((item) => !after.includes(item))
      .map((item) => ({ what, now: item, next: null })),
    ...after
      .filter((item) => !before.includes(item))
      .map((item) => ({ what, now: null, next: item })),
  ]
}

/** A single value that changes; no row where it does not. */
export function toRow(what: string, now: string | null, next: string): Change[] {
  return now === next ? [] : [{ what, now, next }]
}
