import type { Tally } from '../helpers/arrivals.ts'
import type { NodeFigures } from './read-node-figures.ts'

export interface Sample {
  /** Milliseconds since the beginning. */
  at: number
  nodes: NodeFigures[]
  /** Of all servers to PostgreSQL. */
  connections: number
  /** What came of the requests since the sample before. */
  tally: Tally
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

interface Change {
  first: number
  last: number
}

/** The median of the first third of the samples, and of the last. */
export function compareThirds(samples: readonly Sample[], pick: (sample: Sample) => number) {
  return compareParts(samples.map(pick), 3, median)
}

/** The lowest of the first third, and of the last: of what rises with the work, and falls again unless it is lost. */
export function compareFloors(samples: readonly Sample[], pick: (sample: Sample) => number) {
  return compareParts(samples.map(pick), 3, (values) => Math.min(...values))
}

/**
 * The highest of the first half, and of the second: of what rises until it is collected, which at the end of a third may
 * have been a moment ago or not for a minute.
 */
export function comparePeaks(samples: readonly Sample[], pick: (sample: Sample) => number) {
  return compareParts(samples.map(pick), 2, (values) => Math.max(...values))
}

function compareParts(
  values: readonly number[],
  parts: number,
  summarize: (values: number[]) => number,
): Change {
  const length = Math.ceil(values.length / parts)
  return { first: summarize(values.slice(0, length)), last: summarize(values.slice(-length)) }
}
