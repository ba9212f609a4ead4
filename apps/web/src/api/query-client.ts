import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isProblem, NoAnswer } from '@vestibule/client'
import { leaveForSignIn } from './leave.ts'

const MAX_RETRIES = 2
const LONGEST_WAIT_MS = 5_000

/** True when nobody is signed in any more, so that no retry and no other permission helps. */
export function isSignedOut(error: unknown): boolean {
  return isProblem(error, 'unauthenticated', 'session_expired')
}

/** Only what may pass by itself is tried again; every query is a GET, so trying again is safe. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  if (error instanceof NoAnswer) return failures < MAX_RETRIES
  if (!isProblem(error)) return false
  // Told to wait longer than a person would look at a skeleton: say so instead.
  if (toWaitMs(error) > LONGEST_WAIT_MS) return false
  // The server has tried several times by itself before it said so, and waited out a time limit
  // before 504: all the while, and as often as this says yes, a person looks at a skeleton.
  return failures === 0 && [502, 503].includes(error.problem.status)
}

export function toRetryDelayMs(failures: number, error: Error): number {
  return Math.max(toWaitMs(error), 500 * 2 ** failures)
}

export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (isSignedOut(error)) leaveForSignIn()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: isWorthRetrying,
        retryDelay: toRetryDelayMs,
        // A page's loader asks. What failed before the page's code had come would be asked twice,
        // also of a directory that wants a pause.
        retryOnMount: false,
        // The default would wait in silence while the browser believes itself offline.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}

function toWaitMs(error: Error): number {
  return isProblem(error) ? (error.retryAfterSeconds ?? 0) * 1_000 : 0
}
