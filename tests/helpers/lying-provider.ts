import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { APP_ORIGIN, startWorld, type World } from './world.ts'

export type Members = Record<string, unknown>

/** Takes over the answer of one endpoint. */
export type Reply = (reply: ServerResponse) => void

/** What is wrong with the answers; what it leaves out is right. A member that is undefined is missing. */
export interface Lie {
  metadata?: Members
  /** The keys that are shown instead of the ones that sign. */
  keys?: JWK[]
  claims?: Members
  header?: Members
  /** Signs instead of the announced key, though it says nothing of it. */
  key?: SigningKey
  /** Makes the whole ID token. */
  sign?: (header: Members, claims: Members) => string | Promise<string>
  /** Members of the token answer. */
  token?: Members
  /** So many times tokens are given, and the answer that has them is lost. */
  lostAnswers?: number
  /** A refresh token is good once, as with authorities that rotate them. */
  hasOneTimeTokens?: boolean
  replies?: Partial<Record<Endpoint, Reply>>
}

type Endpoint = 'discovery' | 'keys' | 'token'

export interface SigningKey {
  kid: string
  alg: string
  privateKey: CryptoKey
  jwk: JWK
}

/** An OpenID provider that speaks as Entra does and can be made to lie in one thing at a time. */
interface LyingProvider extends AsyncDisposable {
  url: string
  tenantId: string
  issuer: string
  clientId: string
  clientSecret: string
  /** Another host, of somebody else: whatever comes there is counted as `canary`. */
  canaryUrl: string
  /** The key that signs. */
  key: SigningKey
  /** From now on until told otherwise. Forgets the hits. */
  lie(lie: Lie): void
  /** Which endpoints were asked since the last lie, in order. */
  hits(): (Endpoint | 'canary')[]
}

export async function createSigningKey(alg = 'RS256', kid = randomUUID()): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig' }
  return { kid, alg, privateKey, jwk }
}

/** @param segment stands in its address; the tenant's own id, or a name for all tenants */
async function startLyingProvider(segment?: string): Promise<LyingProvider> {
  const tenantId = randomUUID()
  const codes = new Map<string, URLSearchParams>()
  const refreshTokens = new Map<string, Members>()
  const hits: (Endpoint | 'canary')[] = []
  let lie: Lie = {}
  let lost = 0

  const canary = createServer((_request, reply) => {
    hits.push('canary')
    reply.end('{}')
  })
  const server = createServer((request, reply) => {
    answer(request, reply).catch((error: unknown) => {
      reply.destroy(error as Error)
    })
  })
  const [url, canaryUrl] = [await listen(server), await listen(canary)]

  const provider: LyingProvider = {
    url,
    canaryUrl,
    tenantId,
    issuer: `${url}/${tenantId}/v2.0`,
    clientId: randomUUID(),
    clientSecret: randomUUID(),
    key: await createSigningKey(),
    lie(next) {
      lie = next
      hits.length = 0
      lost = 0
    },
    hits: () => [...hits],
    async [Symbol.asyncDispose]() {
      for (const each of [server, canary]) {
        each.close()
        each.closeAllConnections()
      }
    },
  }

  async function answer(request: IncomingMessage, reply: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const body = new URLSearchParams(await text(request))
    if (pathname.endsWith('/authorize')) return authorize(searchParams, reply)
    if (pathname.startsWith('/v1.0/')) return sendJson(reply, 200, { value: [], '@odata.count': 0 })
    const endpoint = toEndpoint(pathname, toMetadata().jwks_uri)
    if (!endpoint) return sendJson(reply, 404, {})
    hits.push(endpoint)
    const ownReply = lie.replies?.[endpoint]
    if (ownReply) return ownReply(reply)
    if (endpoint === 'discovery') return sendJson(reply, 200, toMetadata())
    if (endpoint === 'keys') return sendJson(reply, 200, { keys: lie.keys ?? [provider.key.jwk] })
    return token(body, reply)
  }

  function toMetadata(): Members & { jwks_uri: string } {
    const base = `${url}/${segment ?? tenantId}`
    return {
      issuer: segment ? `${url}/{tenantid}/v2.0` : provider.issuer,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      ...lie.metadata,
    }
  }

  function authorize(asked: URLSearchParams, reply: ServerResponse) {
    const code = randomUUID()
    codes.set(code, asked)
    const back = new URL(asked.get('redirect_uri') ?? '')
    back.search = String(new URLSearchParams({ code, state: asked.get('state') ?? '' }))
    reply.writeHead(302, { location: back.href }).end()
  }

  async function token(body: URLSearchParams, reply: ServerResponse) {
    if (body.get('client_secret') !== provider.clientSecret) {
      return sendJson(reply, 401, { error: 'invalid_client' })
    }
    const grant = readGrant(body)
    if (!grant) return sendJson(reply, 400, { error: 'invalid_grant' })
    const refreshToken = randomUUID()
    refreshTokens.set(refreshToken, { ...grant.person, nonce: undefined })
    lost += 1
    if (lost <= (lie.lostAnswers ?? 0)) return reply.destroy()
    return sendJson(reply, 200, {
      token_type: 'Bearer',
      expires_in: 3599,
      scope: grant.scope,
      access_token: `access-${randomUUID()}`,
      refresh_token: refreshToken,
      id_token: await createIdToken(grant.person),
      ...lie.token,
    })
  }

  /** A code is good once, and only with its verifier; a refresh token stays good, as Entra's do, unless it lies. */
  function readGrant(body: URLSearchParams) {
    if (body.get('grant_type') === 'refresh_token') {
      const refreshToken = body.get('refresh_token') ?? ''
      const person = refreshTokens.get(refreshToken)
      if (lie.hasOneTimeTokens) refreshTokens.delete(refreshToken)
      return person && { person, scope: body.get('scope') }
    }
    const code = body.get('code') ?? ''
    const asked = codes.get(code)
    codes.delete(code)
    const challenge = createHash('sha256').update(body.get('code_verifier') ?? '')
    if (!asked || asked.get('code_challenge') !== challenge.digest('base64url')) return undefined
    // Somebody new each time.
    const person = { sub: randomUUID(), oid: randomUUID(), nonce: asked.get('nonce') }
    return { person, scope: asked.get('scope') }
  }

  async function createIdToken(person: Members): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const { key = provider.key } = lie
    const claims = {
      aud: provider.clientId,
      iss: provider.issuer,
      tid: tenantId,
      iat: now - 300,
      nbf: now - 300,
      exp: now + 3600,
      name: 'Lena Liar',
      preferred_username: 'lena@liar.test',
      ver: '2.0',
      ...person,
      ...lie.claims,
    }
    const header = { typ: 'JWT', alg: key.alg, kid: key.kid, ...lie.header }
    if (lie.sign) return lie.sign(header, claims)
    return new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey)
  }

  return provider
}

function toEndpoint(pathname: string, keysUrl: string): Endpoint | undefined {
  if (pathname.endsWith('/openid-configuration')) return 'discovery'
  if (pathname.endsWith('/token')) return 'token'
  return pathname === new URL(keysUrl).pathname ? 'keys' : undefined
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function sendJson(reply: ServerResponse, status: number, body: Members) {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Answers for one endpoint that are none, or not the right ones. */
export const replies = {
  hang: () => {},
  cut: (reply) => reply.destroy(),
  cutInside: (reply) => {
    reply.writeHead(200, { 'content-type': 'application/json', 'content-length': 5000 })
    reply.write('{"access_token":"', () => reply.destroy())
  },
  truncated: (reply) => {
    reply.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"abc')
  },
  page: (reply) => {
    reply.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the hotel</h1>')
  },
  /** JSON in name only. */
  mislabelled: (reply) => {
    reply.writeHead(200, { 'content-type': 'application/json' }).end('<h1>Busy</h1>')
  },
} satisfies Record<string, Reply>

/** Answers with a status, JSON and headers. */
export function replyWith(
  status: number,
  body: Members,
  headers: Record<string, string> = {},
): Reply {
  return (reply) => {
    reply.writeHead(status, { 'content-type': 'application/json', ...headers })
    reply.end(JSON.stringify(body))
  }
}

export interface LyingWorld extends AsyncDisposable {
  provider: LyingProvider
  world: World
}

/**
 * The application, pointed at a lying provider by its configuration: at its one tenant, or at all of its
 * tenants, of which this one is allowed.
 */
export async function startLyingWorld(segment?: 'organizations' | 'common'): Promise<LyingWorld> {
  const provider = await startLyingProvider(segment)
  const world = await startWorld({
    users: 0,
    env: {
      ENTRA_AUTHORITY: `${provider.url}/${segment ?? provider.tenantId}`,
      ...(segment && { ENTRA_ALLOWED_TENANTS: provider.tenantId }),
      ENTRA_CLIENT_ID: provider.clientId,
      ENTRA_CLIENT_SECRET: provider.clientSecret,
      GRAPH_BASE_URL: provider.url,
    },
  })
  return {
    provider,
    world,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await provider[Symbol.asyncDispose]()
    },
  }
}

/** How a sign-in ended, as seen from outside. */
export interface Outcome {
  /** The code the sign-in page got; null where the person came home. */
  error: string | null
  /** The pause it was told, in seconds. */
  retryAfter?: number
  hasSession: boolean
  /** People and sessions that are stored since. */
  stored: number
  /** Endpoints that were asked once the person was back from the provider. */
  hits: ReturnType<LyingProvider['hits']>
}

/** Goes as far as the provider's answer, has it lie from then on, and finishes. */
export async function signInAgainst({ provider, world }: LyingWorld, lie: Lie): Promise<Outcome> {
  provider.lie({})
  const visitor = world.visit()
  const callback = await visitor.reachCallback('anybody')
  const before = await countRows(world)
  provider.lie(lie)
  const { headers } = await visitor.open(callback)
  const location = new URL(String(headers.location))
  const isHome = location.href === `${APP_ORIGIN}/`
  if (
    !isHome &&
    !/^\/sign-in\?error=\w+&ref=[\w-]{36}(&aadsts=\d+)?(&retryAfter=\d+)?$/.test(
      location.pathname + location.search,
    )
  ) {
    throw new Error(`The sign-in ended at ${location.href}`)
  }
  const retryAfter = location.searchParams.get('retryAfter')
  return {
    error: location.searchParams.get('error'),
    ...(retryAfter !== null && { retryAfter: Number(retryAfter) }),
    hasSession: visitor.sessionCookie() !== '' || (await visitor.get('/api/me')).statusCode !== 401,
    stored: (await countRows(world)) - before,
    hits: provider.hits(),
  }
}

async function countRows({ context }: World): Promise<number> {
  const { db } = context.store
  const people = await db.selectFrom('people').select('id').execute()
  const sessions = await db.selectFrom('sessions').select('id').execute()
  return people.length + sessions.length
}
