import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getDelegatedToken } from '../../helpers/bearer.ts'
import { SAME_ORIGIN, type Visitor } from '../../helpers/visitor.ts'
import { startWorld, type World } from '../../helpers/world.ts'

let world: World
let ada: Visitor
let maxToken: string
beforeAll(async () => {
  world = await startWorld()
  ada = await world.signIn('Ada Admin')
  maxToken = await getDelegatedToken(world.emulator, 'Max Member')
})
afterAll(() => world[Symbol.asyncDispose]())

const asMax = (more: Record<string, string> = {}) => ({
  authorization: `Bearer ${maxToken}`,
  ...more,
})

describe('an administrator’s cookie adds nothing to a bearer token', () => {
  it('the token says who it is', async () => {
    const reply = await ada.get('/api/me', asMax())
    expect(reply.json()).toMatchObject({ displayName: 'Max Member', session: null })
  })

  it('nor what they may do', async () => {
    const reply = await ada.get('/api/audit-events', asMax())
    expect(reply.statusCode).toBe(403)
    expect((await ada.get('/api/audit-events')).statusCode).toBe(200)
  })

  it.each(['Bearer', 'Bearer ', 'bearer x', 'BEARER not.a.token', 'Bearer  a b'])(
    'and a bad token is not made good by it: %j',
    async (authorization) => {
      const reply = await ada.get('/api/me', { authorization })
      expect(reply.statusCode).toBe(401)
      expect(reply.headers['set-cookie']).toBeUndefined()
    },
  )

  it('the session lives on', async () => {
    await ada.get('/api/me', asMax())
    expect((await ada.get('/api/me')).json()).toMatchObject({ displayName: 'Ada Admin' })
  })
})

describe('a bearer header opens no way around the rules for cookies', () => {
  it.each(['/auth/logout', '/auth/local/login', '/auth/unlink'])(
    'POST %s wants the header of our pages all the same',
    async (path) => {
      const reply = await ada.post(path, {}, asMax())
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({ code: 'csrf' })
      expect((await ada.get('/api/me')).statusCode).toBe(200)
    },
  )

  it.each(['//api/me/preferences', '/API/me/preferences', '/x/../api/me/preferences', '/api%2fme'])(
    'PATCH %s, spelled otherwise, changes nothing with the cookie',
    async (path) => {
      const reply = await ada.patch(path, { theme: 'dark' }, asMax())
      expect([400, 403, 404, 405]).toContain(reply.statusCode)
      expect((await ada.get('/api/me')).json().preferences.theme).toBe('system')
    },
  )

  it('PATCH /api/me/preferences is refused, since the cookie is not looked at', async () => {
    const reply = await ada.patch('/api/me/preferences', { theme: 'dark' }, asMax())
    expect(reply.statusCode).toBe(403)
    expect((await ada.get('/api/me')).json().preferences.theme).toBe('system')
  })

  it('another scheme is nothing: the cookie counts, with its rules', async () => {
    const authorization = `Basic ${Buffer.from('a:b').toString('base64')}`
    expect((await ada.get('/api/me', { authorization })).statusCode).toBe(200)
    const reply = await ada.patch('/api/me/preferences', { theme: 'dark' }, { authorization })
    expect(reply.statusCode).toBe(403)
    const own = { ...SAME_ORIGIN, authorization }
    expect((await ada.patch('/api/me/preferences', { theme: 'system' }, own)).statusCode).toBe(200)
  })
})
