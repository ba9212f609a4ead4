import type { SetupPermission } from '@vestibule/contract'
import { createGraph, GraphRequestError } from '@vestibule/graph'
import type { GraphAddress } from '../directory/with-graph.ts'
import { AppTokenError } from '../tokens/app-token-error.ts'
import { TokenError } from '../tokens/token-error.ts'
import type { NeededPermission } from './features.ts'

type Probe = SetupPermission['probe']

/** A token just made: one from before may still carry what was taken away since. */
export type GetFreshToken = (permission: NeededPermission) => Promise<string>

/**
 * Makes the call that needs a permission. The only proof that a permission is there: what a redirect
 * said, and what a token for Graph seems to hold, prove nothing.
 */
export async function probePermission(
  permission: NeededPermission,
  getFreshToken: GetFreshToken,
  graph: GraphAddress,
  at: string,
): Promise<Probe> {
  try {
    const accessToken = await getFreshToken(permission)
    await permission.probe(createGraph({ ...graph, accessToken }))
    return { outcome: 'passed', at, code: null }
  } catch (error) {
    return { ...toOutcome(error), at }
  }
}

function toOutcome(error: unknown): Pick<Probe, 'outcome' | 'code'> {
  if (error instanceof TokenError) {
    return { outcome: error.failure === 'consent_required' ? 'missing' : 'unavailable', code: null }
  }
  if (error instanceof AppTokenError) {
    const isPassing = error.failure === 'unavailable' || error.failure === 'timeout'
    return { outcome: isPassing ? 'unavailable' : 'missing', code: error.code ?? null }
  }
  if (error instanceof GraphRequestError) {
    const isMissing = error.failure === 'forbidden' || error.failure === 'unauthorized'
    return { outcome: isMissing ? 'missing' : 'unavailable', code: error.code ?? null }
  }
  throw error
}
