import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClient, getDaemonToken, getDelegatedToken } from '../helpers/bearer.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 40 })
})
beforeEach(async () => {
  world.emulator.reset()
  await refresh()
})
afterAll(() => world?.[Symbol.asyncDispose]())

async function refresh(of = world) {
  of.passTime(2.1)
  await of.context.mirrorRunner.refresh()
}

const LISTS = ['/api/users', '/api/users?search=tom', '/api/users/summary', '/api/users/export']

async function readSource(visitor: Pick<Visitor, 'get'>): Promise<unknown> {
  const reply = await visitor.get('/api/users?top=1')
  return reply.statusCode === 200 ? reply.json().source : reply.json().code
}

describe('the directory that is kept here never widens a right', () => {
  it('a guest, who may not list people at Microsoft, sees nobody', async () => {
    const gil = await world.signIn('Gil Guest')
    const { id } = world.emulator.readUser('tom@contoso.test') ?? {}
    for (const path of [...LISTS, `/api/users/${id}/neighbours`]) {
      const reply = await gil.get(path)
      expect(reply.statusCode, path).toBe(403)
      expect(reply.json(), path).toMatchObject({ code: 'forbidden' })
      expect(reply.body).not.toContain('tom@')
    }
  })

  it('somebody with User.ReadBasic.All sees names and addresses, and finds people by nothing else', async () => {
    const permissions = ['User.Read.All', 'Directory.Read.All']
    world.emulator.withdrawConsent({ permissions, kind: 'delegated' })
    const max = await world.signIn('Max Member')
    const page = (await max.get('/api/users?search=tom%20teacher')).json()
    expect(page.source).toBe('mirror')
    expect(page.items).toEqual([
      {
        id: world.emulator.readUser('tom@contoso.test')?.id,
        displayName: 'Tom Teacher',
        userPrincipalName: 'tom@contoso.test',
        mail: 'tom@contoso.test',
        givenName: 'Tom',
        surname: 'Teacher',
      },
    ])
    const { jobTitle } = world.emulator.readUser('tom@contoso.test') ?? {}
    const byJob = await max.get(`/api/users?search=${encodeURIComponent(String(jobTitle))}`)
    expect(byJob.json().items).toEqual([])
    for (const path of [
      '/api/users?filter=accountEnabled:false',
      '/api/users?filter=department:Sales',
      '/api/users?orderBy=jobTitle',
      '/api/users?orderBy=-createdAt',
      '/api/users/summary',
      '/api/users/export?filter=userType:Guest',
    ]) {
      const reply = await max.get(path)
      expect(reply.json(), path).toMatchObject({
        code: 'consent_required',
        scopes: ['User.Read.All'],
      })
    }
    const csv = await max.get('/api/users/export')
    const [, ...people] = csv.body.trimEnd().split('\r\n')
    expect(people.filter((line) => !/,{6}$/.test(line))).toEqual([])
  })

  it('somebody of another organisation sees none of these people', async () => {
    const [contoso, fabrikam] = [CONTOSO, FABRIKAM]
    await using both = await startWorld({
      users: 10,
      env: ({ url }) => ({
        ENTRA_AUTHORITY: `${url}/organizations`,
        ENTRA_ALLOWED_TENANTS: `${contoso}, ${fabrikam}`,
      }),
    })
    await both.context.mirrorRunner.refresh()
    expect(await readSource(await both.signIn('Ada Admin'))).toBe('mirror')
    const fay = await both.signIn('Fay Foreign')
    for (const path of LISTS) {
      const reply = await fay.get(path)
      expect(reply.body).not.toContain('contoso')
      expect(reply.statusCode, path).toBe(403)
    }
    expect((await fay.get('/api/views')).json().items).toEqual([])
  })

  it('what was taken away at Microsoft is taken away here within five minutes', async () => {
    const ada = await world.signIn('Ada Admin')
    expect(await readSource(ada)).toBe('mirror')
    world.emulator.addFault({ match: 'users', kind: 'status', status: 403 })
    expect(await readSource(ada)).toBe('mirror')
    world.passTime(5.1)
    expect(await readSource(ada)).toBe('forbidden')
  })

  it('bearer tokens are judged alike, and an application by its own permissions', async () => {
    const { app, emulator } = world
    expect(
      await readSource(createClient(app, await getDelegatedToken(emulator, 'Ada Admin'))),
    ).toBe('mirror')
    expect(await readSource(createClient(app, await getDaemonToken(emulator)))).toBe('mirror')
    const gil = createClient(app, await getDelegatedToken(emulator, 'Gil Guest'))
    expect(await readSource(gil)).toBe('forbidden')
  })
})

describe('without consent of the application', () => {
  let world: World
  beforeEach(async () => {
    world = await startWorld({ users: 10 })
    // A token that the application has had until now is soon over.
    world.emulator.settings({ accessTokenSeconds: 120 })
    await refresh(world)
  })
  afterEach(() => world?.[Symbol.asyncDispose]())

  it('everything works live', async () => {
    world.emulator.withdrawConsent({ kind: 'application' })
    await refresh(world)
    const ada = await world.signIn('Ada Admin')
    const page = (await ada.get('/api/users?search=tom')).json()
    expect(page).toMatchObject({ source: 'graph', total: 1 })
    const summary = (await ada.get('/api/users/summary')).json()
    expect(summary).toMatchObject({ source: 'graph', departments: null })
    expect(summary.total).toBe(summary.enabled + summary.disabled)
    const { id } = page.items[0]
    const beside = (await ada.get(`/api/users/${id}/neighbours`)).json()
    expect(beside).toMatchObject({ position: null, nextId: null })
    const csv = await ada.get('/api/users/export?search=tom&columns=mail')
    expect(csv.body).toBe('\ufeffmail\r\ntom@contoso.test\r\n')
    const selection = { search: 'tom' }
    const batch = await ada.post('/api/user-batches', { action: 'query', selection })
    expect(batch.json().counts.total).toBe(1)
  })

  it('nothing stays of what was kept while there was', async () => {
    const count = async () =>
      (await world.context.store.db.selectFrom('mirrored_users').selectAll().execute()).length
    expect(await count()).toBeGreaterThan(0)
    world.emulator.withdrawConsent({ kind: 'application' })
    await refresh(world)
    expect(await count()).toBe(0)
    expect(await readSource(await world.signIn('Ada Admin'))).toBe('graph')
  })

  it('and with it given later, the directory is kept from then on', async () => {
    world.emulator.withdrawConsent({ kind: 'application' })
    await refresh(world)
    world.emulator.reset()
    await refresh(world)
    expect(await readSource(await world.signIn('Ada Admin'))).toBe('mirror')
  })
})

const CONTOSO = 'c0a70500-7e57-4000-8000-00000000c0de'
const FABRIKAM = 'fab21ca0-7e57-4000-8000-00000000c0de'
