import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, type Session } from '@vestibule/client'
import { client } from '../api/client.ts'
import { sessionsQuery } from '../api/queries.ts'

/** How it went: `gone` had ended before it was asked for, which is what was wanted. */
export type EndOutcome = 'ended' | 'gone'

/**
 * Ends one session, or all others when none is named, and takes what ended out of the list.
 * `onEnded` comes while it is still in the list, so that the focus can leave it.
 */
export function useEndSessions(
  session: Session | undefined,
  onEnded: (outcome: EndOutcome) => void,
) {
  const queryClient = useQueryClient()
  const { queryKey } = sessionsQuery
  return useMutation({
    mutationFn: () => (session ? endOne(session.id) : endOthers()),
    onSuccess: async (outcome) => {
      onEnded(outcome)
      // A list that was asked for before would bring back what has ended.
      await queryClient.cancelQueries({ queryKey })
      queryClient.setQueryData(
        queryKey,
        (page) =>
          page && {
            ...page,
            items: page.items.filter(({ id, isCurrent }) =>
              session ? id !== session.id : isCurrent,
            ),
          },
      )
    },
    // Also after a failure: without an answer, only the list knows whether it ended.
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
}

async function endOne(id: string): Promise<EndOutcome> {
  try {
    await client.endSessionById(id)
    return 'ended'
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.code === 'not_found') return 'gone'
    throw error
  }
}

async function endOthers(): Promise<EndOutcome> {
  await client.endOtherSessions()
  return 'ended'
}
