import type { UserBatch } from '@vestibule/client'
import { useRef } from 'react'

/** What went before is not what goes on now. */
const WINDOW_MS = 20_000
/** In less, the first accounts say more about the start than about the rate. */
const LEAST_MS = 1_500

interface Sample {
  at: number
  done: number
}

/** How many accounts a second are done, by what was seen here; undefined while that says nothing. */
export function useBatchRate({ counts, status }: Pick<UserBatch, 'counts' | 'status'>) {
  const samples = useRef<Sample[]>([])
  const done = counts.total - counts.pending
  if (status !== 'running') {
    samples.current = []
    return undefined
  }
  const at = Date.now()
  if (samples.current.at(-1)?.done !== done) samples.current.push({ at, done })
  samples.current = samples.current.filter((sample) => at - sample.at <= WINDOW_MS)
  const [first] = samples.current
  const last = samples.current.at(-1)
  if (!first || !last || last.at - first.at < LEAST_MS) return undefined
  return ((last.done - first.done) * 1_000) / (last.at - first.at)
}
