import { EntraError } from './entra-error.ts'
import { mintAccessToken } from './mint-access-token.ts'
import { parseScope } from './scope.ts'
import type { TokenOutcome, TokenRequest } from './token-request.ts'

/**
 * A token for the application itself: one API's `.default`, in a concrete tenant. It is issued even when no
 * application permission was ever granted, then without `roles`.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export async function grantClientCredentials(request: TokenRequest): Promise<TokenOutcome> {
  const { world, client, parameters, claims, tenant, tenantName } = request
  const { application, proof } = client
  if (tenant === undefined) throw new EntraError(9001023, { grantType: 'client_credentials' })
  if (proof === '0') throw new EntraError(7000218)
  if (!parameters.scope) throw new EntraError(900144, { parameter: 'scope' })
  const { scopes, identity } = parseScope({ world, application, tenantName }, parameters.scope)
  const [only] = scopes
  if (only?.name !== '.default' || scopes.length > 1 || identity.length > 0) {
    throw new EntraError(70011, { scope: parameters.scope })
  }
  const { clientId, servicePrincipal } = application
  if (servicePrincipal === undefined)
    throw new EntraError(7000229, { clientId, tenant: tenantName })
  const { resourceId, audience } = only
  const roles = [...world.grants.listRoles({ tenantId: tenant.id, clientId, resourceId })]
  const { token, expiresIn } = await mintAccessToken(world, {
    application,
    clientProof: proof,
    tenantId: tenant.id,
    resourceId,
    audience,
    subject: { roles },
    handlesClaimsChallenges: claims.handlesChallenges,
  })
  return {
    user: null,
    permission: roles.join(' '),
    response: {
      token_type: 'Bearer',
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: token,
    },
  }
}
