import { type Graph, listUsers } from '@vestibule/graph'
import { LRUCache } from 'lru-cache'
import type { Caller } from '../accounts/caller.ts'
import { type GraphAddress, withGraphOrLess } from './with-graph.ts'

/** The permission people need: whether an account is enabled is not in the basic one. */
export const USERS_SCOPES = ['User.Read.All']
/** Names and addresses alone. */
const BASIC_SCOPES = ['User.ReadBasic.All']

/** How much of the directory somebody sees: every property that is shown, or names and addresses alone. */
export type Sight = 'all' | 'basic'

/** What Graph itself lets callers see, which is all that the mirror shows them. */
export interface DirectorySights {
  /**
   * Asks Graph as the caller, at most every five minutes.
   *
   * @throws {TokenError} or {AppTokenError}: no token that would let them see anybody.
   * @throws {GraphRequestError} `forbidden` for guests and whoever else may not list people.
   */
  readSight(caller: Pick<Caller, 'id' | 'graphTokens'>): Promise<Sight>
}

/** How long somebody goes on seeing what was taken from them. */
const FRESH_MS = 5 * 60 * 1000

export function createDirectorySights(graph: GraphAddress, now: () => Date): DirectorySights {
  const sights = new LRUCache<string, Sight>({
    max: 10_000,
    ttl: FRESH_MS,
    perf: { now: () => now().getTime() },
  })
  return {
    async readSight({ id, graphTokens }) {
      const known = sights.get(id)
      if (known) return known
      const sight = await withPeople(graph, graphTokens, look)
      sights.set(id, sight)
      return sight
    },
  }
}

/**
 * Calls Graph with a token that may list people, be it by names and addresses alone.
 *
 * @throws {TokenError} what the fuller permission lacks, where there is neither.
 * @throws {GraphRequestError}
 */
export function withPeople<T>(
  graph: GraphAddress,
  tokens: Caller['graphTokens'],
  call: (graph: Graph) => Promise<T>,
): Promise<T> {
  return withGraphOrLess(graph, tokens, { scopes: USERS_SCOPES, less: BASIC_SCOPES }, call)
}

/** Graph answers null for what the token does not cover, and every account is either enabled or not. */
async function look(graph: Graph): Promise<Sight> {
  const orderBy = { property: 'displayName', descending: false }
  const { users } = await listUsers(graph, { orderBy, top: 1 })
  return users.some(({ accountEnabled }) => typeof accountEnabled === 'boolean') ? 'all' : 'basic'
}
