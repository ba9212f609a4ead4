import { createGraph, type Graph, GraphRequestError } from '@vestibule/graph'
import type { GraphTokens } from '../tokens/graph-tokens.ts'

/** Where Graph is. */
export interface GraphAddress {
  baseUrl: string
  timeoutMs: number
}

/**
 * Calls Graph as a caller of ours, with a token that has the scopes the call needs.
 *
 * A token that Graph refuses although it should be good is replaced once, answering the challenge
 * where there is one: it may have been revoked, or the two clocks disagree. Never twice, which could
 * go on for ever.
 *
 * @throws {TokenError} or {AppTokenError}: no such token is to be had.
 * @throws {GraphRequestError}
 */
export async function withGraph<T>(
  { baseUrl, timeoutMs }: GraphAddress,
  tokens: GraphTokens,
  scopes: string[],
  call: (graph: Graph) => Promise<T>,
): Promise<T> {
  const toGraph = (accessToken: string) => createGraph({ baseUrl, accessToken, timeoutMs })
  const first = await tokens.getAccessToken({ scopes })
  try {
    return await call(toGraph(first))
  } catch (error) {
    if (!(error instanceof GraphRequestError) || error.failure !== 'unauthorized') throw error
    const { claims } = error
    return call(toGraph(await tokens.getAccessToken({ scopes, refused: first, claims })))
  }
}
