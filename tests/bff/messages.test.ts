import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createClient, getDaemonToken, getDelegatedToken } from '../helpers/bearer.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
let ada: Visitor
beforeAll(async () => {
  world = await startWorld()
  ada = await world.signIn('Ada Admin')
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => {
  world.emulator.clearFaults()
  world.emulator.settings({ deniedMailboxes: [] })
})

const because = (reason: string) => ({ 'x-reason': encodeURIComponent(reason) })
const REASON = because('Übergabe: a colleague has left')
const list = (visitor: Pick<Visitor, 'get'>, owner = 'tom@contoso.test', headers = REASON) =>
  visitor.get(`/api/users/${encodeURIComponent(owner)}/messages`, headers)
const countMailCalls = () =>
  world.emulator.requests().filter(({ path }) => path.includes('/messages')).length
const listEntries = async () =>
  (await ada.get('/api/audit-events?top=200'))
    .json()
    .items.filter(({ action }: { action: string }) => action.startsWith('mailbox.'))

describe('an administrator', () => {
  it('sees the ten newest messages of a mailbox', async () => {
    const reply = await list(ada)
    expect(reply.statusCode, reply.body).toBe(200)
    const { items } = reply.json()
    expect(items).toHaveLength(10)
    const times = items.map(({ receivedAt }: { receivedAt: string }) => receivedAt)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(reply.headers['cache-control']).toBe('no-store')
  })

  it('finds it by the address that stands in messages as well', async () => {
    world.emulator.updateUser('sara@contoso.test', { mail: 'sara.student@contoso.test' })
    const reply = await list(ada, 'sara.student@contoso.test')
    expect(reply.statusCode, reply.body).toBe(200)
    expect((await listEntries())[0]).toMatchObject({ target: { name: 'sara@contoso.test' } })
  })

  it('reads it by the application’s own access, never by theirs', async () => {
    await list(ada)
    const calls = world.emulator.requests().filter(({ path }) => path.includes('/messages'))
    expect(calls.at(-1)).toMatchObject({ user: null, client: world.emulator.webClientId })
  })

  it('sees what one says, made harmless, and what came with it, by name', async () => {
    const { id } = world.emulator.addMessage('tom@contoso.test', {
      subject: 'Look',
      from: 'eve@evil.test',
      body: {
        contentType: 'html',
        content: '<p>Hi <script>alert(1)</script><img src="https://evil.test/p.gif"></p>',
      },
      attachments: [{ name: 'invoice.exe', contentType: 'application/pdf', contentBytes: 'AAAA' }],
    })
    const reply = await ada.get(`/api/users/tom@contoso.test/messages/${id}`, REASON)
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.json()).toMatchObject({
      subject: 'Look',
      from: { address: 'eve@evil.test' },
      body: { html: '<p>Hi </p>', blocked: 1, text: expect.stringContaining('Hi') },
      attachments: [
        { name: 'invoice.exe', contentType: 'application/pdf', size: expect.any(Number) },
      ],
    })
    expect(reply.body).not.toContain('AAAA')
  })

  it('changes nothing: a message that was unread stays so', async () => {
    const { id } = world.emulator.addMessage('tom@contoso.test', {
      subject: 'Unread',
      from: 'eve@evil.test',
      body: { contentType: 'text', content: 'Hi.' },
      isRead: false,
    })
    await ada.get(`/api/users/tom@contoso.test/messages/${id}`, REASON)
    const { items } = (await list(ada)).json()
    expect(items.find((item: { id: string }) => item.id === id)).toMatchObject({ isRead: false })
    const changes = world.emulator
      .requests()
      .filter(({ method, path }) => method !== 'GET' && path.includes('/messages'))
    expect(changes).toEqual([])
  })

  it('is entered in the audit with each opening, before anything is read', async () => {
    const before = (await listEntries()).length
    world.emulator.addFault({ match: 'messages', kind: 'status', status: 503, times: 5 })
    expect((await list(ada)).statusCode).toBe(502)
    const entries = await listEntries()
    expect(entries).toHaveLength(before + 1)
    expect(entries[0]).toMatchObject({
      action: 'mailbox.list',
      actor: { name: 'Ada Admin' },
      target: { name: 'tom@contoso.test' },
      reason: 'Übergabe: a colleague has left',
      outcome: 'opened',
    })
  })

  it('must have signed in lately', async () => {
    const visitor = await world.signIn('Ada Admin')
    world.passTime(20)
    const reply = await list(visitor)
    world.passTime(-20)
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'step_up_required' })
  })

  it('who is none any more is refused, whatever their session says', async () => {
    await using other = await startWorld()
    const visitor = await other.signIn('Ada Admin')
    const path = `${other.emulator.url}/_emulator/users/ada@contoso.test`
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ directoryRoles: [] })
    expect((await fetch(path, { method: 'POST', headers, body })).status).toBeLessThan(300)
    expect((await list(visitor)).statusCode).toBe(403)
    expect(other.emulator.requests().some(({ path: to }) => to.includes('/messages'))).toBe(false)
  })
})

describe('a reason', () => {
  it.each([
    ['none', {}],
    ['an empty one', because(' ')],
    ['one that is too long', because('x'.repeat(501))],
    ['one that is not encoded', { 'x-reason': '%E0%A4%A' }],
  ])('%s is not enough, and nothing is read', async (_what, headers) => {
    const before = countMailCalls()
    const reply = await ada.get('/api/users/tom@contoso.test/messages', headers as typeof REASON)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request' })
    expect(countMailCalls()).toBe(before)
  })

  it('of 500 characters of any script will do', async () => {
    expect((await list(ada, undefined, because('漢'.repeat(500)))).statusCode).toBe(200)
  })
})

describe('whoever is no administrator', () => {
  it.each(['Tom Teacher', 'Max Member'])(
    '%s sees no mailbox, not even their own',
    async (person) => {
      const before = countMailCalls()
      const reply = await list(await world.signIn(person))
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({ code: 'forbidden' })
      expect(countMailCalls()).toBe(before)
    },
  )

  it('and through another client as little', async () => {
    const token = await getDelegatedToken(world.emulator, 'Tom Teacher')
    expect((await list(createClient(world.app, token))).statusCode).toBe(403)
  })
})

describe('other clients', () => {
  it('an administrator through one, and an application with the app role, may', async () => {
    const admin = createClient(world.app, await getDelegatedToken(world.emulator, 'Ada Admin'))
    const daemon = createClient(world.app, await getDaemonToken(world.emulator))
    for (const client of [admin, daemon]) expect((await list(client)).statusCode).toBe(200)
  })
})

describe('a mailbox that cannot be read says why', () => {
  it('there is none', async () => {
    const reply = await list(ada, 'max@contoso.test')
    expect(reply.statusCode).toBe(404)
    expect(reply.json()).toMatchObject({
      code: 'mailbox_missing',
      detail: 'This person has no mailbox.',
    })
  })

  it('there is no such person', async () => {
    const reply = await list(ada, 'nobody@contoso.test')
    expect(reply.statusCode).toBe(404)
    expect(reply.json()).toMatchObject({ code: 'not_found' })
  })

  it('Exchange keeps the application out', async () => {
    world.emulator.settings({ deniedMailboxes: ['tom@contoso.test'] })
    const reply = await list(ada)
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'mailbox_denied' })
    expect(reply.json().detail).toContain('application access policy')
  })

  it.each([
    ['Mail.Read', { permissions: ['Mail.Read'] }],
    // Others open the directory as well, so all of them go.
    ['User.Read.All', {}],
  ])('%s was not granted', async (permission, withdrawn) => {
    await using other = await startWorld()
    const visitor = await other.signIn('Ada Admin')
    other.emulator.withdrawConsent({ ...withdrawn, kind: 'application' })
    const reply = await list(visitor)
    expect(reply.statusCode).toBe(501)
    expect(reply.json()).toMatchObject({ code: 'app_consent_required', scopes: [permission] })
  })

  it('Microsoft does not take the application’s certificate', async () => {
    await using other = await startWorld()
    const visitor = await other.signIn('Ada Admin')
    other.emulator.addFault({ match: 'token', kind: 'status', code: 700027 })
    const reply = await list(visitor)
    expect(reply.statusCode).toBe(501)
    expect(reply.json()).toMatchObject({ code: 'app_credential_refused' })
  })

  it('it is not on the list of those that may be opened, which the audit notes', async () => {
    await using other = await startWorld({ env: { MAILBOX_ALLOW_LIST: 'TOM@contoso.test' } })
    const visitor = await other.signIn('Ada Admin')
    expect((await list(visitor, 'tom@contoso.test')).statusCode).toBe(200)
    const before = other.emulator.requests().filter(({ path }) => path.includes('/messages')).length
    const reply = await list(visitor, 'sara@contoso.test')
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'mailbox_not_listed' })
    const after = other.emulator.requests().filter(({ path }) => path.includes('/messages')).length
    expect(after).toBe(before)
    const { items } = (await visitor.get('/api/audit-events?top=1')).json()
    expect(items[0]).toMatchObject({ outcome: 'refused', target: { name: 'sara@contoso.test' } })
  })

  it.each(['..%2f..%2fme', 'tom%40contoso.test%3f$select=id', 'a%2fb'])(
    '%s names nobody',
    async (owner) => {
      const reply = await ada.get(`/api/users/${owner}/messages`, REASON)
      expect(reply.statusCode).toBe(400)
    },
  )
})
