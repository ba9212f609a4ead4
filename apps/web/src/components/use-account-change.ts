import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Me } from '@vestibule/client'
import { meQuery, sessionsQuery } from '../api/queries.ts'

/**
 * Changes by which ways the person comes in. The session goes on as another one after it, and what
 * Microsoft's tokens opened may be closed: all that was read before is forgotten, except who this is.
 */
export function useAccountChange<Given>(change: (given: Given) => Promise<Me>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (me) => {
      await queryClient.cancelQueries()
      queryClient.setQueryData(meQuery.queryKey, me)
      const kept = [meQuery, sessionsQuery].map(({ queryKey: [name] }) => name)
      queryClient.removeQueries({
        predicate: ({ queryKey }) => !kept.includes(String(queryKey[0])),
      })
      await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
  })
}
