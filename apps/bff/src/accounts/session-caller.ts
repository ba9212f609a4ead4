import { readSession, type Session } from '@vestibule/store'
import type { AppContext } from '../context.ts'
import { idleSince } from '../session-limits.ts'
import { TokenError } from '../tokens/token-error.ts'
import type { SessionHandle } from '../tokens/token-vault.ts'
import type { Caller } from './caller.ts'
import { toRoles } from './role-grants.ts'

/** The person of a session that is alive. */
export function toSessionCaller(
  { config, graph, vault, store, now }: AppContext,
  session: Session,
  handle: SessionHandle,
): Caller {
  const { person, entra, local } = session
  const roleGrants = entra?.roleGrants ?? []
  return {
    kind: 'session',
    id: handle.id,
    person,
    entra,
    local,
    roleGrants,
    appRoles: roleGrants.filter(({ source }) => source === 'app_role').map(({ role }) => role),
    clientId: null,
    claims: null,
    graphTokens: {
      getAccessToken: (wish) =>
        graph.accessTokens.getAccessToken({ ...wish, session: handle, resource: graph.resource }),
      async takeRefreshToken(scopes) {
        const refreshToken = await vault.readRefreshToken(handle)
        const claims = await vault.readIdTokenClaims(handle)
        if (!refreshToken || !claims) throw new TokenError('session_expired', scopes)
        return { refreshToken, subject: claims.sub }
      },
    },
    readRoles: async () => toRoles(roleGrants),
    async isAlive() {
      const at = now()
      const limits = { now: at.toISOString(), idleSince: idleSince(config, at) }
      return (await readSession(store.db, handle.secret, limits)) !== undefined
    },
  }
}
