import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Opening } from '../api/mail-queries.ts'
import { meQuery } from '../api/queries.ts'
import { readSignInProblem } from '../api/sign-in-problem.ts'
import { keepMailReason } from '../mail-draft.ts'

/** Keeps why a mailbox was to be opened over the sign-in that is needed first. */
export function useKeptReason({ of, reason }: Opening, error: Error | null): void {
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  const isSignInNeeded = readSignInProblem(error) !== undefined
  const personId = me?.id
  useEffect(() => {
    if (isSignInNeeded && personId) keepMailReason(personId, of, reason)
  }, [isSignInNeeded, personId, of, reason])
}
