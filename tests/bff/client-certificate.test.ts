import { X509Certificate } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node'
import { watchClientCredential } from '@vestibule/bff'
import {
  type ClientCertificate,
  createClientCertificate,
  createEmulator,
} from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../helpers/world.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
const folder = mkdtempSync(join(tmpdir(), 'vestibule-client-'))
let first: ClientCertificate
let second: ClientCertificate
beforeAll(async () => {
  first = await createClientCertificate('first', { notAfter: inDays(100) })
  second = await createClientCertificate('second', { notAfter: inDays(200) })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const toPem = (pairs: ClientCertificate[]) =>
  pairs.map(({ certificate, privateKey }) => certificate + privateKey).join('')

/** A world where Vestibule has these pairs, and the tenant knows the first one. */
async function startCertified(...pairs: [ClientCertificate, ...ClientCertificate[]]) {
  const file = join(mkdtempSync(join(folder, 'x')), 'client.pem')
  writeFileSync(file, toPem(pairs))
  const env = { ENTRA_CLIENT_SECRET: '', ENTRA_CLIENT_CERTIFICATE_FILE: file }
  const world = await startWorld({ env })
  const { emulator, context } = world
  const register = ({ certificate }: ClientCertificate) =>
    emulator.addClientCertificate(emulator.webClientId, certificate)
  register(pairs[0])
  return {
    world,
    register,
    unregister: ({ certificate }: ClientCertificate) =>
      emulator.removeClientCertificate(emulator.webClientId, certificate),
    replaceFile(...next: ClientCertificate[]) {
      writeFileSync(`${file}.new`, toPem(next))
      renameSync(`${file}.new`, file)
    },
    getFreshAppToken: () =>
      context.appTokens.getAppToken({
        tenantId: String(emulator.tenants[0]?.id),
        resource: context.graph.resource,
        fresh: true,
      }),
    /** Status of each token request so far. */
    listTokenAnswers: () =>
      emulator
        .requests()
        .filter(({ path }) => path.endsWith('/oauth2/v2.0/token'))
        .map(({ status }) => status),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

type Certified = Awaited<ReturnType<typeof startCertified>>

async function signIn(world: World): Promise<string> {
  const visitor = world.visit()
  const reply = await visitor.signIn('Max Member')
  return new URL(String(reply.headers.location)).pathname
}

async function expireAccessTokens({ context }: World) {
  await context.store.db
    .updateTable('session_tokens')
    .set({ expires_at: '2026-01-01T00:00:00.000Z' })
    .where('kind', '=', 'access_token')
    .execute()
}

/** Each begins what the second half ends with one token request. */
const GRANTS: Record<string, (certified: Certified) => Promise<() => Promise<void>>> = {
  async authorization_code({ world }) {
    const visitor = world.visit()
    const callback = await visitor.reachCallback('Max Member')
    return async () => {
      const { headers } = await visitor.open(callback)
      expect(new URL(String(headers.location)).pathname).toBe('/')
    }
  },
  async refresh_token({ world }) {
    const visitor = await world.signIn()
    await expireAccessTokens(world)
    return async () => expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
  },
  async client_credentials({ getFreshAppToken }) {
    return async () => expect(decodeJwt(await getFreshAppToken()).appidacr).toBe('2')
  },
}

describe.each(Object.entries(GRANTS))('at the grant %s', (_name, begin) => {
  it('a certificate that was replaced meanwhile is met by one more request', async () => {
    await using certified = await startCertified(first)
    const finish = await begin(certified)
    certified.register(second)
    certified.unregister(first)
    certified.replaceFile(second)
    const before = certified.listTokenAnswers().length
    await finish()
    expect(certified.listTokenAnswers().slice(before)).toEqual([401, 200])
  })

  it.each([700027, 700024, 7000214, 1000502, 7000274, 7000277])(
    'AADSTS%i is met with another pair, and what was sent is not spent by it',
    async (code) => {
      await using certified = await startCertified(first, second)
      certified.register(second)
      const finish = await begin(certified)
      const before = certified.listTokenAnswers().length
      certified.world.emulator.addFault({ match: 'token', kind: 'status', code, times: 1 })
      await finish()
      expect(certified.listTokenAnswers().slice(before)).toEqual([401, 200])
    },
  )

  it('another refusal of the application is not met with a second request', async () => {
    await using certified = await startCertified(first, second)
    certified.register(second)
    const finish = await begin(certified)
    const before = certified.listTokenAnswers().length
    certified.world.emulator.addFault({ match: 'token', kind: 'status', code: 7000215 })
    await expect(finish()).rejects.toThrow()
    expect(certified.listTokenAnswers().slice(before)).toEqual([401])
  })
})

it('no call fails while a certificate is replaced under load', async () => {
  await using certified = await startCertified(first)
  const { world, getFreshAppToken } = certified
  const { clientCredential, now } = world.context
  const log = { info() {}, warn() {} }
  using _watch = watchClientCredential({ credential: clientCredential, log, now })
  const visitors = await Promise.all(['Ada Admin', 'Tom Teacher'].map((name) => world.signIn(name)))
  const done: unknown[] = []
  let isOver = false
  const load = (call: () => Promise<unknown>) => async () => {
    while (!isOver) done.push(await call().catch((error: unknown) => error))
  }
  const loops = [
    load(() => signIn(world)),
    load(() => getFreshAppToken().then(() => '/')),
    ...visitors.map((visitor) =>
      load(async () => {
        await expireAccessTokens(world)
        const { statusCode } = await visitor.get('/api/users?top=1')
        return statusCode === 200 ? '/' : statusCode
      }),
    ),
  ].map((run) => run())
  let wasRefused = false
  const goOn = async () => {
    const until = done.length + 30
    await expect.poll(() => done.length, { timeout: 20_000 }).toBeGreaterThan(until)
    wasRefused ||= certified.listTokenAnswers().includes(401)
  }
  const inUse = () => clientCredential.describe()
  const isInUse = ({ certificate }: ClientCertificate) =>
    expect.poll(inUse, { timeout: 10_000 }).toMatchObject({ thumbprint: toThumbprint(certificate) })

  await goOn()
  // As `keys certificate` leaves it: the tenant does not know the new one yet.
  certified.replaceFile(first, second)
  await goOn()
  certified.register(second)
  await goOn()
  certified.unregister(first)
  await goOn()
  certified.replaceFile(second)
  await goOn()
  isOver = true
  await Promise.all(loops)
  await isInUse(second)
  expect(done.filter((outcome) => outcome !== '/')).toEqual([])
  // Otherwise nothing was put to the test.
  expect(wasRefused).toBe(true)
}, 60_000)

function toThumbprint(certificate: string): string {
  const { fingerprint256 } = new X509Certificate(certificate)
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
}

it('of several pairs the one is used that is valid and expires last', async () => {
  const [expired, notYet] = await Promise.all([
    createClientCertificate('expired', { notBefore: inDays(-9), notAfter: inDays(-1) }),
    createClientCertificate('not yet', { notBefore: inDays(1), notAfter: inDays(900) }),
  ])
  await using certified = await startCertified(second, expired, first, notYet)
  expect(await signIn(certified.world)).toBe('/')
  await certified.getFreshAppToken()
  expect(certified.listTokenAnswers()).toEqual([200, 200])
  expect(certified.world.context.clientCredential.describe()).toEqual({
    kind: 'certificate',
    thumbprint: toThumbprint(second.certificate),
    notAfter: new X509Certificate(second.certificate).validToDate,
    daysLeft: 199,
    state: 'ok',
  })
})

it('the very same pair is good for Microsoft’s own library', async () => {
  await using certified = await startCertified(first)
  const ours = decodeJwt(await certified.getFreshAppToken())
  const publicOrigin = 'https://login.microsoftonline.com'
  const { webClientId, tenants } = certified.world.emulator
  await using cloud = await createEmulator({
    port: 0,
    users: 5,
    publicOrigin,
    applications: { [webClientId]: { certificates: [first.certificate] } },
  })
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: webClientId,
      authority: `${publicOrigin}/${tenants[0]?.id}`,
      clientCertificate: {
        thumbprintSha256: new X509Certificate(first.certificate).fingerprint256.replaceAll(':', ''),
        privateKey: first.privateKey,
      },
    },
    system: { networkClient: createNetwork(publicOrigin, cloud.url) },
  })
  const answer = await client.acquireTokenByClientCredential({
    scopes: [`${certified.world.context.graph.resource}/.default`],
  })
  const theirs = decodeJwt(answer?.accessToken ?? '')
  for (const claim of ['aud', 'appid', 'appidacr', 'idtyp', 'roles', 'tid']) {
    expect(theirs[claim], claim).toEqual(ours[claim])
  }
})

/** MSAL refuses plain http, so it keeps the public name and is led to the demo tenant. */
function createNetwork(publicOrigin: string, url: string): INetworkModule {
  const send = async <T>(
    method: string,
    address: string,
    options?: NetworkRequestOptions,
  ): Promise<NetworkResponse<T>> => {
    const response = await fetch(address.replace(publicOrigin, url), {
      method,
      ...(options?.headers && { headers: options.headers }),
      ...(options?.body !== undefined && { body: options.body }),
    })
    return {
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
      status: response.status,
    }
  }
  return {
    sendGetRequestAsync: (address, options) => send('GET', address, options),
    sendPostRequestAsync: (address, options) => send('POST', address, options),
  }
}
