import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ClientSecretPost, customFetch } from 'openid-client'
import { expect, it } from 'vitest'
import { createAuthority } from './authority.ts'
import { ForeignMetadataError } from './authority-error.ts'

const TENANT = 'c0a70500-7e57-4000-8000-00000000c0de'
const HOUR = 3_600_000

/** An authority whose answers a test may change, and a clock of its own. */
async function startAuthority() {
  const state = { metadata: {}, keys: ['first'], status: 200, hours: 0, asked: [] as string[] }
  const stale: { what: string; isForeign: boolean }[] = []
  const server = createServer(({ url = '' }, reply) => {
    state.asked.push(url.split('/').at(-1) ?? '')
    reply.writeHead(state.status, { 'content-type': 'application/json' })
    const keys = state.keys.map((kid) => ({ kid, kty: 'RSA' }))
    reply.end(JSON.stringify(url.endsWith('/keys') ? { keys } : toMetadata(origin, state.metadata)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const authority = createAuthority({
    origin,
    tenant: TENANT,
    clientId: 'app',
    authenticate: () => ClientSecretPost('secret'),
    timeoutSeconds: 5,
    now: () => new Date(state.hours * HOUR),
    onStale: (what, error) =>
      stale.push({ what, isForeign: error instanceof ForeignMetadataError }),
  })
  return {
    state,
    stale,
    origin,
    async readTokenEndpoint() {
      return (await authority.getConfiguration()).serverMetadata().token_endpoint
    },
    /** As openid-client asks for them. */
    async readKeyIds() {
      const configuration = await authority.getConfiguration()
      const options = { body: undefined, headers: {}, method: 'GET', redirect: 'manual' as const }
      const answer = await configuration[customFetch]?.(`${origin}/keys`, options)
      const body = (await answer?.json()) as { keys: { kid: string }[] } | undefined
      return body?.keys.map(({ kid }) => kid)
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function toMetadata(origin: string, changes: object) {
  return {
    issuer: `${origin}/${TENANT}/v2.0`,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/keys`,
    end_session_endpoint: `${origin}/logout`,
    ...changes,
  }
}

it('metadata is asked for once a day, and what has changed is taken over', async () => {
  await using authority = await startAuthority()
  const { state, origin, readTokenEndpoint } = authority
  expect(await readTokenEndpoint()).toBe(`${origin}/token`)
  state.metadata = { token_endpoint: `${origin}/token2` }
  state.hours = 23
  expect(await readTokenEndpoint()).toBe(`${origin}/token`)
  expect(state.asked).toHaveLength(1)
  state.hours = 25
  await expect.poll(readTokenEndpoint).toBe(`${origin}/token2`)
  expect(state.asked).toHaveLength(2)
})

it.each([
  ['cannot be had', 503, {}, false],
  ['names another issuer', 200, { issuer: 'https://evil.example/v2.0' }, true],
  ['names another host', 200, { token_endpoint: 'https://evil.example/token' }, true],
])(
  'metadata that %s after a day changes nothing, and is told',
  async (_case, status, metadata, isForeign) => {
    await using authority = await startAuthority()
    const { state, stale, origin, readTokenEndpoint } = authority
    await readTokenEndpoint()
    Object.assign(state, { status, metadata, hours: 25 })
    await expect.poll(() => readTokenEndpoint().then(() => state.asked.length)).toBeGreaterThan(2)
    expect(await readTokenEndpoint()).toBe(`${origin}/token`)
    await expect.poll(() => stale[0]).toEqual({ what: 'discovery', isForeign })
  },
)

it('keys that cannot be had serve for a day, and then nobody', async () => {
  await using authority = await startAuthority()
  const { state, stale, readKeyIds } = authority
  expect(await readKeyIds()).toEqual(['first'])
  state.status = 503
  state.hours = 23
  expect(await readKeyIds()).toEqual(['first'])
  await expect.poll(() => stale).toContainEqual({ what: 'keys', isForeign: false })
  state.hours = 25
  await expect(readKeyIds()).rejects.toThrow('answered 503 and no keys')
  Object.assign(state, { status: 200, keys: ['second'] })
  expect(await readKeyIds()).toEqual(['second'])
})
