import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorld, type World } from '../../helpers/world.ts'

let world: World
beforeAll(async () => {
  const webRoot = mkdtempSync(join(tmpdir(), 'vestibule-web-'))
  mkdirSync(join(webRoot, 'assets'))
  writeFileSync(join(webRoot, 'index.html'), '<p>the application</p>')
  writeFileSync(join(webRoot, 'sign-in.html'), '<p>the sign-in page</p>')
  writeFileSync(join(webRoot, 'api-docs.html'), '<p>the API reference</p>')
  world = await startWorld({ users: 0, webRoot })
})
afterAll(() => world[Symbol.asyncDispose]())

it('a return from sign-out is an ordinary page, whatever state it brings', async () => {
  const visitor = await world.signIn('Ada Admin')
  const { logoutUrl } = (await visitor.post('/auth/logout')).json()
  const back = new URL(String(new URL(logoutUrl).searchParams.get('post_logout_redirect_uri')))
  const plain = await visitor.open(back.pathname)
  expect(plain.statusCode).toBe(200)
  for (const search of ['?state=unknown', '?state=', '?state=a&state=b', '?state=%3Cscript%3E']) {
    const reply = await visitor.open(back.pathname + search)
    expect([reply.statusCode, reply.body]).toEqual([200, plain.body])
    expect(reply.headers).not.toHaveProperty('set-cookie')
  }
})

it('a return with an unknown state signs nobody out', async () => {
  const visitor = await world.signIn('Ada Admin')
  const reply = await visitor.open('/sign-in?state=unknown')
  expect([reply.statusCode, reply.headers.location]).toEqual([302, '/'])
  expect((await visitor.get('/api/me')).statusCode).toBe(200)
})

it('no state is sent to the authority at sign-out that it could bring back', async () => {
  const visitor = await world.signIn('Ada Admin')
  const { logoutUrl } = (await visitor.post('/auth/logout')).json()
  expect(new URL(logoutUrl).searchParams.has('state')).toBe(false)
})
