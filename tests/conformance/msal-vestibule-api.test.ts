import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listOrdinary, runBatch } from '../helpers/batches.ts'
import { type Client, createClient } from '../helpers/bearer.ts'
import { startWorld, type World } from '../helpers/world.ts'
import { apiScope, daemonClientId, publicClientId, webClientId } from './api-driver.ts'
import { approveDevice } from './device-driver.ts'
import { createNetwork, publicOrigin } from './msal-network.ts'

const authority = `${publicOrigin}/c0a70500-7e57-4000-8000-00000000c0de`
const graphRead = 'https://graph.microsoft.com/User.Read'

let world: World
beforeAll(async () => {
  world = await startWorld()
  world.emulator.settings({ deviceCodeIntervalSeconds: 0.01 })
})
afterAll(() => world[Symbol.asyncDispose]())

const system = () => ({ networkClient: createNetwork(world.emulator, []) })

function createConfidential(clientId: string, clientSecret: string) {
  return new ConfidentialClientApplication({
    auth: { clientId, authority, clientSecret },
    system: system(),
  })
}

/** Signs a person in at a command line, and calls the API with what MSAL got for them. */
async function signIn(person: string) {
  const msal = new PublicClientApplication({
    auth: { clientId: publicClientId, authority },
    system: system(),
  })
  const result = await msal.acquireTokenByDeviceCode({
    scopes: [apiScope],
    deviceCodeCallback: ({ userCode }) => void approveDevice(world.emulator, userCode, { person }),
  })
  if (!result?.account) throw new Error('Nobody has signed in.')
  return { msal, account: result.account, client: createClient(world.app, result.accessToken) }
}

/** A look at a few accounts, which changes nothing. */
async function expectQuery(client: Client): Promise<void> {
  const users = listOrdinary(world, 3)
  const { batch, items } = await runBatch(client, { action: 'query', users })
  expect(batch).toMatchObject({ status: 'completed', counts: { total: 3, succeeded: 3 } })
  expect(items.map(({ userPrincipalName }) => userPrincipalName)).toEqual(users)
}

const listCallsOfGraph = (path: string) =>
  world.emulator.requests().filter((request) => request.path === path)

describe('the tokens of MSAL at the API of Vestibule', () => {
  test('of a person: they are who they are, read the directory and have a batch run', async () => {
    const { msal, account, client } = await signIn('Ada Admin')
    expect((await client.get('/api/me')).json()).toMatchObject({
      kind: 'entra',
      displayName: 'Ada Admin',
      entra: { objectId: account.localAccountId, tenantId: account.tenantId },
    })
    const { items, total } = (await client.get('/api/users?top=5')).json()
    expect(items).toHaveLength(5)
    expect(total).toBe(world.emulator.listUsers().length)
    await expectQuery(client)
    const call = listCallsOfGraph('/v1.0/users').at(-1)
    expect(call).toMatchObject({ user: 'ada@contoso.test', client: webClientId })

    const renewed = await msal.acquireTokenSilent({
      account,
      scopes: [apiScope],
      forceRefresh: true,
    })
    expect(renewed.accessToken).not.toBe(client.token)
    const later = createClient(world.app, renewed.accessToken)
    expect((await later.get('/api/me')).json()).toMatchObject({ displayName: 'Ada Admin' })
  })

  test('of a person, exchanged by MSAL as well: both reach Graph on behalf of the same one', async () => {
    const { account, client } = await signIn('Tom Teacher')
    const web = createConfidential(webClientId, 'demo-web-secret')
    const exchanged = await web.acquireTokenOnBehalfOf({
      oboAssertion: client.token,
      scopes: [graphRead],
    })
    const me = await fetch(`${world.emulator.url}/v1.0/me`, {
      headers: { authorization: `Bearer ${exchanged?.accessToken}` },
    })
    expect(await me.json()).toMatchObject({ id: account.localAccountId })
    const users = await client.get('/api/users?top=1')
    expect(users.statusCode).toBe(200)
    expect(listCallsOfGraph('/v1.0/users').at(-1)).toMatchObject({ user: 'tom@contoso.test' })
    // What was got for Graph is no token for the API, whoever got it.
    const wrong = createClient(world.app, String(exchanged?.accessToken))
    const refused = await wrong.get('/api/me')
    expect([refused.statusCode, refused.json().code]).toEqual([401, 'unauthenticated'])
  })

  test('of an application: it is itself, reads the directory and has a batch run', async () => {
    const daemon = createConfidential(daemonClientId, 'demo-daemon-secret')
    const result = await daemon.acquireTokenByClientCredential({
      scopes: [`api://${webClientId}/.default`],
    })
    const client = createClient(world.app, String(result?.accessToken))
    expect((await client.get('/api/me')).json()).toMatchObject({
      kind: 'app',
      entra: { tenantId: world.emulator.tenants[0]?.id },
      roles: expect.arrayContaining(['Directory.Read', 'Batches.Write']),
    })
    const { items } = (await client.get('/api/users?top=5')).json()
    expect(items).toHaveLength(5)
    await expectQuery(client)
    const call = listCallsOfGraph('/v1.0/users').at(-1)
    expect(call).toMatchObject({ user: null, client: webClientId })
  })

  test('of somebody who is no administrator: their own right is what counts', async () => {
    const { client } = await signIn('Max Member')
    expect((await client.get('/api/me')).statusCode).toBe(200)
    const body = { action: 'query', users: listOrdinary(world, 1) }
    const reply = await client.post('/api/user-batches', body)
    expect([reply.statusCode, reply.json().code]).toEqual([403, 'forbidden'])
  })
})
