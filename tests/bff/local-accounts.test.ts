import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const ANNA = {
  email: 'Anna@Example.test',
  password: 'a long enough password',
  displayName: 'Anna Local',
  accentColor: 'green',
}

describe('a local account', () => {
  it('is registered, signed in to, and known by any spelling of its address', async () => {
    const visitor = world.visit()
    const registered = await visitor.post('/auth/local/register', ANNA)
    expect(registered.statusCode).toBe(201)
    expect(registered.json()).toMatchObject({ kind: 'local', entra: null, local: { email: ANNA.email } })
    const other = world.visit()
    const signedIn = await other.post('/auth/local/login', {
      email: 'ANNA@example.TEST',
      password: ANNA.password,
    })
    expect(signedIn.statusCode).toBe(200)
    expect(signedIn.json().id).toBe(registered.json().id)
    expect((await other.get('/api/users')).json().code).toBe('entra_account_required')
  })

  it('links', async () => {
    const visitor = world.visit()
    const signedIn = await visitor.post('/auth/local/login', ANNA_SIGN_IN)
    const { id } = signedIn.json()
    const start = await visitor.open('/auth/link?returnTo=/users', { 'sec-fetch-site': 'same-origin' })
    expect(start.headers.location).toContain('prompt=login')
    const callback = await visitor.reachCallback('Tom Teacher', '/auth/link?returnTo=/users', { 'sec-fetch-site': 'same-origin' })
    const done = await visitor.open(callback)
    expect(done.headers.location).toBe('http://localhost:3000/users')
    const me = (await visitor.get('/api/me')).json()
    expect(me).toMatchObject({ id, kind: 'linked', roles: ['Teacher'] })
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
  })
})
const ANNA_SIGN_IN = { email: ANNA.email, password: ANNA.password }
