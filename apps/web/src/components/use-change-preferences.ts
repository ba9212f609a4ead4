import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Preferences } from '@vestibule/client'
import { client } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'

/**
 * Changes how the person likes the pages: at once on the screen, then on the server, one change after
 * the other. What the server did not take is as it was before.
 */
export function useChangePreferences() {
  const queryClient = useQueryClient()
  const { queryKey } = meQuery
  const show = (change: Partial<Preferences>) =>
    queryClient.setQueryData(
      queryKey,
      (me) => me && { ...me, preferences: { ...me.preferences, ...change } },
    )
  return useMutation({
    scope: { id: 'preferences' },
    mutationFn: (change: Partial<Preferences>) => client.updatePreferences(change),
    onMutate: async (change) => {
      // An answer that is on its way would bring back what was before.
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)?.preferences
      show(change)
      return before
    },
    onError: (_error, change, before) => {
      if (before) show(pick(before, change))
    },
  })
}

/** Of all preferences, those that a change is about. */
function pick(all: Preferences, change: Partial<Preferences>): Partial<Preferences> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in change))
}
