import { randomUUID } from 'node:crypto'
import { contosoId, webClientId } from '../seed/ids.ts'
import type { World } from '../world/world.ts'

type Members = Record<string, unknown>

const lifeSeconds = 120

const encode = (members: Members): string =>
  Buffer.from(JSON.stringify(members)).toString('base64url')

/**
 * A logout token for the web application (OpenID Connect Back-Channel Logout 2.4). Entra sends none: it is for
 * tests of an endpoint that takes those of other providers. What is given overrides the defaults and `undefined`
 * leaves one out, so that bad ones can be made; `sub` or `sid` comes from the caller. It is RS256 by the tenant's
 * current key whatever the header says, which is why no library signs it.
 */
export async function signLogoutToken(
  world: World,
  claims: Members,
  header: Members = {},
): Promise<string> {
  const { kid, privateKey } = world.keys.current
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    iss: `${world.authorityOrigin}/${contosoId}/v2.0`,
    aud: webClientId,
    iat: now,
    exp: now + lifeSeconds,
    jti: randomUUID(),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    ...claims,
  }
  const signed = `${encode({ typ: 'logout+jwt', alg: 'RS256', kid, ...header })}.${encode(payload)}`
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, Buffer.from(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}
