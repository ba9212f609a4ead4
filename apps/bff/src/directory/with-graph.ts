import { createGraph, type Graph, GraphRequestError } from '@vestibule/graph'
import type { AccessTokens } from '../tokens/access-tokens.ts'
import type { SessionHandle } from '../tokens/token-vault.ts'

export interface GraphAccess {
  accessTokens: AccessTokens
  baseUrl: string
  resource: string
  timeoutMs: number
}

/**
 * Calls Graph as a session's person, with a token that has the scopes the call needs.
 *
 * A token that Graph refuses although it should be good is replaced once, answering the challenge
 * where there is one: it may have been revoked, or the two clocks disagree. Never twice, which could
 * go on for ever.
 *
 * @throws {TokenError} no such token is to be had.
 * @throws {GraphRequestError}
 */
export async function withGraph<T>(
  access: GraphAccess,
  session: SessionHandle,
  scopes: string[],
  call: (graph: Graph) => Promise<T>,
): Promise<T> {
  const { accessTokens, baseUrl, resource, timeoutMs } = access
  const toGraph = (accessToken: string) => createGraph({ baseUrl, accessToken, timeoutMs })
  const first = await accessTokens.getAccessToken({ session, resource, scopes })
  try {
    return await call(toGraph(first))
  } catch (error) {
    if (!(error instanceof GraphRequestError) || error.failure !== 'unauthorized') throw error
    const { claims } = error
    const wish = { session, resource, scopes, refused: first, claims }
    return call(toGraph(await accessTokens.getAccessToken(wish)))
  }
}
