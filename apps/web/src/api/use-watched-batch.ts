import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UserBatch } from '@vestibule/client'
import { useEffect, useState } from 'react'
import { batchQuery } from './batch-queries.ts'
import { client } from './client.ts'

const POLL_MS = 2_000
/** As long as other lists are taken for fresh. */
const FRESH_MS = 60_000

/** A batch as it is, kept true until it ends: by the server's events, and by asking where none come. */
export function useWatchedBatch(id: string) {
  const queryClient = useQueryClient()
  const [isLive, setLive] = useState(false)
  const query = useQuery({
    ...batchQuery(id),
    refetchInterval: ({ state }) => (isOpen(state.data) && !isLive ? POLL_MS : false),
  })
  const isWatched = isOpen(query.data)

  useEffect(() => {
    if (!isWatched) return
    const events = new EventSource(client.watchUserBatch(id), { withCredentials: true })
    events.addEventListener('progress', ({ data }) => {
      setLive(true)
      queryClient.setQueryData(batchQuery(id).queryKey, JSON.parse(data))
    })
    // The browser tries again by itself, unless it was refused.
    events.addEventListener('error', () => setLive(false))
    return () => {
      events.close()
      setLive(false)
    }
  }, [id, isWatched, queryClient])

  const finishedAt = query.data?.finishedAt ?? null
  useEffect(() => {
    // What was read before it ended is read anew where it is shown.
    const isFresh = finishedAt !== null && Date.now() - Date.parse(finishedAt) < FRESH_MS
    if (isFresh) forgetChanged(queryClient, id)
  }, [id, finishedAt, queryClient])
  return query
}

function isOpen(batch: UserBatch | undefined): boolean {
  return batch !== undefined && batch.finishedAt === null
}

function forgetChanged(queryClient: QueryClient, id: string): void {
  const changed = ['batches', 'users', 'users-page', 'users-summary', 'user', 'audit'].map(
    (key) => [key],
  )
  for (const queryKey of [['batch-items', id], ...changed]) {
    // A first read that is still under way may be from before, and invalidating does not end it.
    void queryClient
      .cancelQueries({ queryKey })
      .then(() => queryClient.invalidateQueries({ queryKey }))
  }
}
