import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClient, getDelegatedToken } from '../helpers/bearer.ts'
import {
  type LyingWorld,
  type Members,
  signInAgainst,
  startLyingWorld,
} from '../helpers/lying-provider.ts'
import { startWorld, type World } from '../helpers/world.ts'

const CONTOSO = 'c0a70500-7e57-4000-8000-00000000c0de'
const FABRIKAM = 'fab21ca0-7e57-4000-8000-00000000c0de'
const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** The application for the tenants that are listed. */
const startAt = (name: 'organizations' | 'common', ...tenants: string[]) =>
  startWorld({
    env: ({ url }) => ({
      ENTRA_AUTHORITY: `${url}/${name}`,
      ENTRA_ALLOWED_TENANTS: tenants.join(', '),
    }),
  })

describe.each(['organizations', 'common'] as const)('%s, for one of two tenants', (name) => {
  let world: World
  beforeAll(async () => {
    world = await startAt(name, CONTOSO)
  })
  beforeEach(() => world.emulator.reset())
  afterAll(() => world[Symbol.asyncDispose]())

  it('lets in who is of an allowed tenant, and serves them as always', async () => {
    const visitor = await world.signIn('Ada Admin')
    const me = (await visitor.get('/api/me')).json()
    expect(me.entra).toMatchObject({ tenantId: CONTOSO, userPrincipalName: 'ada@contoso.test' })
    // A refresh, and a token of the application itself, at the tenant's own address.
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    const reason = { 'x-reason': 'Handing%20over' }
    const mail = await visitor.get('/api/users/tom@contoso.test/messages', reason)
    expect(mail.statusCode, mail.body).toBe(200)
    const asked = world.emulator.requests().filter(({ path }) => path.endsWith('/token'))
    expect(new Set(asked.map(({ path }) => path.split('/')[1]))).toEqual(new Set([name, CONTOSO]))
    const { idToken } = (await visitor.get('/api/token-claims')).json()
    expect(JSON.stringify(idToken)).toContain(`/${CONTOSO}/v2.0`)
  })

  it('refuses who is of another tenant: tenant_not_allowed, and nothing is stored', async () => {
    const { db } = world.context.store
    const count = async () => (await db.selectFrom('people').selectAll().execute()).length
    const before = await count()
    const visitor = world.visit()
    const reply = await visitor.signIn('Fay Foreign')
    expect(String(reply.headers.location)).toMatch(/\/sign-in\?error=tenant_not_allowed&ref=/)
    expect(visitor.sessionCookie()).toBe('')
    // For the page that says which account it was; the address says nothing of it.
    expect(visitor.cookies.get('vr-3000')).toBe('fay@fabrikam.test')
    expect(String(reply.headers.location)).not.toContain('fay')
    expect(await count()).toBe(before)
  })

  it('judges bearer tokens by the same list', async () => {
    const { app, emulator } = world
    const ours = createClient(app, await getDelegatedToken(emulator, 'Ada Admin'))
    expect((await ours.get('/api/users?top=1')).statusCode).toBe(200)
    await using elsewhere = await startAt(name, FABRIKAM)
    const token = await getDelegatedToken(elsewhere.emulator, 'Ada Admin')
    const refused = await createClient(elsewhere.app, token).get('/api/users?top=1')
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ code: 'tenant_not_allowed' })
  })

  it('ends the sessions that the authority signs out, by whichever tenant they are of', async () => {
    const visitor = await world.signIn('Ada Admin')
    const { db } = world.context.store
    const { authority_session_id: sid } = await db
      .selectFrom('sessions')
      .select('authority_session_id')
      .where('ended_at', 'is', null)
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow()
    const leave = (query: Record<string, string>) =>
      visitor.get(`/auth/frontchannel-logout?${new URLSearchParams(query)}`)
    await leave({ sid: String(sid), iss: `${world.emulator.url}/${FABRIKAM}/v2.0` })
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    await leave({ sid: String(sid) })
    expect((await visitor.get('/api/me')).statusCode).toBe(401)
  })
})

it('two tenants that are both allowed are two organisations, who see nothing of each other', async () => {
  await using world = await startAt('organizations', CONTOSO, FABRIKAM)
  const [ada, fay] = [await world.signIn('Ada Admin'), await world.signIn('Fay Foreign')]
  const read = async (visitor: typeof ada) => (await visitor.get('/api/me')).json()
  expect((await read(ada)).entra.organization.displayName).toBe('Contoso')
  expect((await read(fay)).entra).toMatchObject({ tenantId: FABRIKAM })
  expect((await read(fay)).id).not.toBe((await read(ada)).id)
  // Fabrikam has consented to signing in and to nothing else.
  const refused = await fay.get('/api/users?top=1')
  expect(refused.json()).toMatchObject({ code: 'consent_required' })
  const { items } = (await fay.get('/api/audit-events')).json()
  expect(items).toEqual([])
})

it('customers have no directory, and are told so in words', async () => {
  await using world = await startWorld({
    env: ({ url, customersClientId }) => ({
      ENTRA_AUTHORITY: `${url}/customers.test`,
      ENTRA_CLIENT_ID: customersClientId,
      ENTRA_CLIENT_SECRET: 'demo-customers-secret',
    }),
  })
  const visitor = await world.signIn('Cleo Customer')
  const me = (await visitor.get('/api/me')).json()
  expect(me).toMatchObject({ displayName: 'Cleo Customer', roles: [] })
  const reason = { 'x-reason': 'Curiosity' }
  for (const path of [
    '/api/users',
    '/api/groups',
    '/api/user-batches',
    '/api/users/x@y.z/messages',
  ]) {
    const reply = await visitor.get(path, reason)
    expect(reply.statusCode).toBe(404)
    expect(reply.json()).toMatchObject({ code: 'no_directory' })
  }
})

it('one tenant leaves other tenants’ accounts to Microsoft’s own page', async () => {
  await using world = await startWorld()
  await expect(world.visit().signIn('Fay Foreign')).rejects.toThrow()
})

describe('an answer for several tenants', () => {
  let lying: LyingWorld
  beforeAll(async () => {
    lying = await startLyingWorld('organizations')
  })
  afterAll(() => lying[Symbol.asyncDispose]())

  const refused = { error: 'tenant_not_allowed', hasSession: false, stored: 0 }
  const toIssuer = (tenantId: string) => `${lying.provider.url}/${tenantId}/v2.0`

  it('that is all right makes a session, with one question to the token endpoint', async () => {
    const accepted = await signInAgainst(lying, {})
    expect(accepted).toMatchObject({ error: null, hasSession: true })
    expect(accepted.hits.filter((endpoint) => endpoint === 'token')).toEqual(['token'])
  })

  const cases: [string, () => Members][] = [
    ['of a tenant that is not on the list', () => ({ tid: FABRIKAM, iss: toIssuer(FABRIKAM) })],
    ['of a personal account', () => ({ tid: PERSONAL_ACCOUNTS, iss: toIssuer(PERSONAL_ACCOUNTS) })],
    ['whose tenant and issuer disagree', () => ({ iss: toIssuer(FABRIKAM) })],
    ['whose issuer and tenant disagree', () => ({ tid: FABRIKAM })],
    [
      'of a host that looks like the authority',
      () => ({ iss: `${lying.provider.url}.evil.example/${lying.provider.tenantId}/v2.0` }),
    ],
    ['whose issuer is the template', () => ({ iss: toIssuer('{tenantid}') })],
  ]
  it.each(cases)('%s is refused as tenant_not_allowed', async (_what, toClaims) => {
    expect(await signInAgainst(lying, { claims: toClaims() })).toMatchObject(refused)
  })

  it('signed by nobody’s key is refused', async () => {
    const outcome = await signInAgainst(lying, { header: { kid: 'of-nobody' } })
    expect(outcome).toMatchObject({ error: 'sign_in_failed', hasSession: false, stored: 0 })
  })

  it('of another sign-in is refused: its nonce is another', async () => {
    const outcome = await signInAgainst(lying, { claims: { nonce: 'of-another' } })
    expect(outcome).toMatchObject({ error: 'sign_in_failed', hasSession: false, stored: 0 })
  })

  it('that is a refusal is told as with one tenant', async () => {
    const body = JSON.stringify({ error: 'invalid_client', error_codes: [7000222] })
    const outcome = await signInAgainst(lying, {
      replies: {
        token: (reply) => {
          reply.writeHead(401, { 'content-type': 'application/json' }).end(body)
        },
      },
    })
    expect(outcome).toMatchObject({ error: 'not_configured', hasSession: false })
  })
})
