import { createLocalJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { type Authority, CLOCK_TOLERANCE_SECONDS } from './authority.ts'
import { AuthorityError } from './authority-error.ts'
import { listIssuers } from './list-issuers.ts'

/** Whom the authority has signed out: a session of its own, a person, or both. */
export interface LogoutToken {
  issuer: string
  tokenId: string
  expiresAt: Date
  subject: string | null
  authoritySessionId: string | null
}

/** A logout token that is not to be acted on. */
export class LogoutTokenError extends Error {
  override readonly name = 'LogoutTokenError'
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const MAX_AGE_SECONDS = 2 * 60

/**
 * Checks the logout tokens of OpenID Connect Back-Channel Logout 1.0, section 2.6. openid-client has
 * no validator for them. Whether one came before is for the caller to know.
 */
export function createLogoutTokenVerifier(authority: Authority, clientId: string) {
  const getKey: JWTVerifyGetKey = async (header, token) =>
    createLocalJWKSet(await authority.getKeys(header.kid))(header, token)

  /**
   * @throws {LogoutTokenError} it is not the authority's, not for us, too old, or no logout token.
   * @throws {AuthorityError} its keys cannot be had: the authority should send it again.
   */
  return async (token: string): Promise<LogoutToken> => {
    const { id_token_signing_alg_values_supported } = (
      await authority.getConfiguration()
    ).serverMetadata()
    const { payload, protectedHeader } = await jwtVerify(token, getKey, {
      issuer: await listIssuers(authority),
      audience: clientId,
      algorithms: id_token_signing_alg_values_supported ?? ['RS256'],
      requiredClaims: ['iat', 'exp', 'jti', 'events'],
      maxTokenAge: MAX_AGE_SECONDS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    }).catch((cause: unknown) => {
      if (cause instanceof AuthorityError) throw cause
      throw new LogoutTokenError('It cannot be verified.', { cause })
    })
    // Not every authority sets it; one that says something else has made it for another purpose.
    const type = protectedHeader.typ?.toLowerCase().replace('application/', '') ?? 'jwt'
    if (!['jwt', 'logout+jwt'].includes(type)) throw new LogoutTokenError(`It is a ${type}.`)
    return toLogoutToken(payload)
  }
}

function toLogoutToken({ iss, jti, exp, sub, sid, events, nonce }: JWTPayload): LogoutToken {
  if (!isObject(events) || !isObject(events[EVENT])) throw new LogoutTokenError('It has no event.')
  // An ID token must not pass for one.
  if (nonce !== undefined) throw new LogoutTokenError('It has a nonce.')
  const subject = typeof sub === 'string' ? sub : null
  const authoritySessionId = typeof sid === 'string' ? sid : null
  if (subject === null && authoritySessionId === null) {
    throw new LogoutTokenError('It names neither a person nor a session.')
  }
  const expiresAt = new Date(Number(exp) * 1000)
  return { issuer: String(iss), tokenId: String(jti), expiresAt, subject, authoritySessionId }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
