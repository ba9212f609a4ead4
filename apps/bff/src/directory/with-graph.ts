import { createGraph, type Graph, type GraphOptions, GraphRequestError } from '@vestibule/graph'
import type { GraphTokens } from '../tokens/graph-tokens.ts'
import { TokenError } from '../tokens/token-error.ts'

/** Where Graph is. */
export interface GraphAddress {
  baseUrl: string
  timeoutMs: number
  /** Told how each attempt went. */
  onAnswer?: GraphOptions['onAnswer']
  /** Stands before the calls that people wait for. */
  guard?: GraphOptions['guard']
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
  { baseUrl, timeoutMs, onAnswer, guard }: GraphAddress,
  tokens: GraphTokens,
  scopes: string[],
  call: (graph: Graph) => Promise<T>,
): Promise<T> {
  const toGraph = (accessToken: string) =>
    createGraph({ baseUrl, accessToken, timeoutMs, onAnswer, guard })
  const first = await tokens.getAccessToken({ scopes })
  try {
    return await call(toGraph(first))
  } catch (error) {
    if (!(error instanceof GraphRequestError) || error.failure !== 'unauthorized') throw error
    const { claims } = error
    return call(toGraph(await tokens.getAccessToken({ scopes, refused: first, claims })))
  }
}

/**
 * The same with fewer scopes where nobody consented to all of them: Graph then answers less.
 *
 * @throws {TokenError} what all of them lack, where there are not even the fewer ones.
 * @throws {GraphRequestError}
 */
export async function withGraphOrLess<T>(
  address: GraphAddress,
  tokens: GraphTokens,
  { scopes, less }: { scopes: string[]; less: string[] },
  call: (graph: Graph) => Promise<T>,
): Promise<T> {
  try {
    return await withGraph(address, tokens, scopes, call)
  } catch (error) {
    if (!isConsentRequired(error)) throw error
    return withGraph(address, tokens, less, call).catch((other: unknown) => {
      throw isConsentRequired(other) ? error : other
    })
  }
}

function isConsentRequired(error: unknown): boolean {
  return error instanceof TokenError && error.failure === 'consent_required'
}
