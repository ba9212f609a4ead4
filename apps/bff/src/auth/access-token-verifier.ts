import { createLocalJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { AccessTokenError } from './access-token-error.ts'
import { type Authority, CLOCK_TOLERANCE_SECONDS } from './authority.ts'
import { AuthorityError } from './authority-error.ts'

/** The one delegated permission of our API. */
export const API_SCOPE = 'access_as_user'

/** Who calls with a bearer token, as the authority says. */
export interface VerifiedAccessToken {
  /** `delegated`: a person, through a client. `app`: a client by itself. */
  kind: 'delegated' | 'app'
  tenantId: string
  /** Of the person, or of the client's service principal. */
  objectId: string
  /** The client that the token was issued to. */
  clientId: string
  displayName: string | null
  userPrincipalName: string | null
  /** The token's `roles`: app roles of our registration. */
  appRoles: string[]
  /** The token's `wids`; undefined when it has none. */
  directoryRoleTemplateIds: string[] | undefined
  claims: JWTPayload
}

interface VerifierOptions {
  authority: Authority
  /** Such as the client id and `api://<client id>`. */
  audience: string[]
  /** Client ids that may call as themselves; undefined for each that was given an app role. */
  allowedClients: string[] | undefined
  now: () => Date
}

/** Tokens of nobody must not have the authority asked for keys again and again. */
const UNKNOWN_KEY_REST_MS = 30_000

/**
 * Checks access tokens for our API (https://learn.microsoft.com/entra/identity-platform/access-tokens,
 * RFC 8725, RFC 9068 section 4), in version 1.0 and 2.0: which one is issued, the API's own registration says.
 */
export function createAccessTokenVerifier(options: VerifierOptions) {
  const { authority, audience, allowedClients, now } = options
  const getKey = createKeyLookup(authority, now)

  /**
   * @throws {AccessTokenError} `failure` says why it lets nobody in.
   * @throws {AuthorityError} the authority's keys cannot be had.
   */
  return async (token: string): Promise<VerifiedAccessToken> => {
    const { payload } = await jwtVerify(token, getKey, {
      audience,
      // Others are not Entra's. `none` and symmetric ones are what a forger would try.
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'iat', 'iss', 'aud', 'tid', 'oid', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now(),
    }).catch((cause: unknown) => {
      if (cause instanceof AuthorityError) throw cause
      throw new AccessTokenError('invalid', toReason(cause), { cause })
    })
    const { issuer } = (await authority.getConfiguration()).serverMetadata()
    const caller = toCaller(payload)
    checkIssuer(payload, issuer)
    if (!(await authority.listTenants()).includes(caller.tenantId)) {
      const message = `The token is of another organisation: ${caller.tenantId}.`
      throw new AccessTokenError('tenant_not_allowed', message)
    }
    checkRight(caller, allowedClients)
    return caller
  }
}

/** The keys that are kept, and where they do not have the one that is wanted, new ones once in a while. */
function createKeyLookup(authority: Authority, now: () => Date): JWTVerifyGetKey {
  let restsUntil = 0
  /** Reads each key once. */
  const lookups = new WeakMap<object, JWTVerifyGetKey>()
  return async (header, token) => {
    let keys = await authority.getKeys(undefined)
    const isKnown = keys.keys.some(({ kid }) => kid === header.kid)
    if (!isKnown && now().getTime() >= restsUntil) {
      restsUntil = now().getTime() + UNKNOWN_KEY_REST_MS
      keys = await authority.getKeys(header.kid)
    }
    const find = lookups.get(keys) ?? createLocalJWKSet(keys)
    lookups.set(keys, find)
    // Without an id, any key that fits would be taken.
    return find({ ...header, kid: header.kid ?? '' }, token)
  }
}

/** A sentence for whoever made the token: what is wrong with it, nothing of what is in it. */
function toReason(cause: unknown): string {
  if (cause instanceof errors.JWTExpired) return 'The token has expired.'
  if (cause instanceof errors.JWTClaimValidationFailed) {
    if (cause.claim === 'aud') return 'The token is for another API.'
    if (cause.claim === 'nbf') return 'The token is not valid yet.'
    return `The token lacks ${cause.claim}, or it does not fit.`
  }
  return 'The token cannot be verified.'
}

/** Microsoft's hosts have another name in the issuer of version 1.0. */
const V1_ISSUERS: Record<string, string> = {
  'login.chinacloudapi.cn': 'https://sts.chinacloudapi.cn',
  'login.partner.microsoftonline.cn': 'https://sts.chinacloudapi.cn',
}
const V1_ISSUER = 'https://sts.windows.net'

/** The issuer carries the tenant: it must be the one that `tid` names, at the authority we know. */
function checkIssuer({ ver, iss, tid }: JWTPayload, ourIssuer: string) {
  const { origin, host } = new URL(ourIssuer)
  const expected =
    ver === '1.0' ? `${V1_ISSUERS[host] ?? V1_ISSUER}/${tid}/` : `${origin}/${tid}/v2.0`
  if (iss !== expected) throw new AccessTokenError('invalid', 'The token names another issuer.')
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function toCaller(claims: JWTPayload): VerifiedAccessToken {
  const { ver, tid, oid, nonce, scp, idtyp } = claims
  const clientId = readText(ver === '1.0' ? claims.appid : claims.azp)
  // An ID token of a registration that is web application and API in one has the same audience, and Entra
  // writes `JWT` into the header of both: it is told by who it was issued to and by its nonce.
  if (nonce !== undefined || clientId === null) {
    throw new AccessTokenError('invalid', 'This is not an access token.')
  }
  if (!isGuid(tid) || !isGuid(oid)) {
    throw new AccessTokenError('invalid', 'The token names no tenant or no account.')
  }
  // `idtyp` is an optional claim; without it a token of an application itself is told by its subject.
  const isApp =
    scp === undefined && (idtyp === 'app' || (idtyp === undefined && claims.sub === oid))
  return {
    kind: isApp ? 'app' : 'delegated',
    tenantId: tid,
    objectId: oid,
    clientId,
    displayName: readText(claims.name),
    userPrincipalName: readText(claims.preferred_username) ?? readText(claims.upn),
    appRoles: readTexts(claims.roles) ?? [],
    directoryRoleTemplateIds: readTexts(claims.wids),
    claims,
  }
}

function checkRight(caller: VerifiedAccessToken, allowedClients: string[] | undefined) {
  const { kind, clientId, appRoles, claims } = caller
  if (kind === 'delegated') {
    const scopes = readText(claims.scp)?.split(' ') ?? []
    if (scopes.includes(API_SCOPE)) return
    throw new AccessTokenError('insufficient', `The token lacks the scope ${API_SCOPE}.`)
  }
  if (allowedClients && !allowedClients.includes(clientId.toLowerCase())) {
    throw new AccessTokenError('insufficient', 'This application may not call the API by itself.')
  }
  // Only an administrator can give one: an application without any was let in by nobody.
  if (appRoles.length === 0) {
    throw new AccessTokenError('insufficient', 'The application has no app role of this API.')
  }
}

function isGuid(value: unknown): value is string {
  return typeof value === 'string' && GUID.test(value)
}

function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function readTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.filter((item) => typeof item === 'string')
}
