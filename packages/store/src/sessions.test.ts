import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type Store } from './open-store.ts'
import { saveEntraSignIn } from './people.ts'
import { listSessionTokens, saveSessionTokens } from './session-tokens.ts'
import {
  createSession,
  deleteExpired,
  endSession,
  readSession,
  readSessions,
  touchSession,
} from './sessions.ts'

const at = '2026-11-22T10:00:00.000Z'
const later = '2026-11-22T10:10:00.000Z'
const end = '2026-11-22T20:00:00.000Z'
const limits = { now: later, idleSince: '2026-11-22T09:40:00.000Z' }
const ada = {
  tenantId: 'tenant-1',
  objectId: 'object-1',
  displayName: 'Ada Admin',
  userPrincipalName: 'ada@contoso.test',
  mail: 'ada@contoso.test',
  givenName: 'Ada',
  surname: 'Admin',
  jobTitle: 'Head of IT',
  organizationName: 'Contoso',
  roleGrants: [{ role: 'Admin', source: 'directory_role' as const, id: 'template' }],
  unaskedRoleSources: [],
  hasPhoto: true,
}
const token = {
  kind: 'access_token' as const,
  resource: 'https://graph.microsoft.com',
  scopes: ['User.Read'],
  sealed: 'sealed',
  expiresAt: end,
}

let store: Store
let number = 0
beforeAll(async () => {
  store = await openStore('file::memory:')
})
afterAll(() => store[Symbol.asyncDispose]())

async function startSession() {
  number += 1
  const session = { id: `session-${number}`, secret: `secret-${number}` }
  const personId = await saveEntraSignIn(store.db, ada, `person-${number}`, at)
  await createSession(store.db, {
    ...session,
    personId,
    door: 'entra',
    authoritySessionId: 'sid-1',
    subject: 'subject-1',
    authenticatedAt: at,
    loginHint: 'hint',
    userAgent: 'a browser',
    ip: '127.0.0.1',
    createdAt: at,
    expiresAt: end,
  })
  return session
}

it('a session is found by its secret, with the person it belongs to', async () => {
  const session = await startSession()
  const found = await readSession(store.db, session.secret, limits)
  expect(found?.person.displayName).toBe('Ada Admin')
  expect(found?.entra).toMatchObject({
    organizationName: 'Contoso',
    hasPhoto: true,
    roleGrants: [{ role: 'Admin' }],
  })
})

it('the database holds no secret that opens a session', async () => {
  const session = await startSession()
  const rows = await store.db.selectFrom('sessions').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(session.secret)
  expect(await readSession(store.db, session.id, limits)).toBeUndefined()
})

it('an ended session stays ended, whatever a late request writes', async () => {
  const session = await startSession()
  await saveSessionTokens(store.db, session.id, [token])
  await endSession(store.db, session.id, later)
  await touchSession(store.db, session.id, later)
  expect(await saveSessionTokens(store.db, session.id, [token])).toEqual({ saved: false })
  expect(await readSession(store.db, session.secret, limits)).toBeUndefined()
  expect(await listSessionTokens(store.db, session.id)).toEqual([])
})

it('ending one session leaves the others alone', async () => {
  const [one, other] = [await startSession(), await startSession()]
  await endSession(store.db, one.id, later)
  expect(await readSession(store.db, other.secret, limits)).toBeDefined()
})

it('a session ends when it is not used, and at its last moment', async () => {
  const { secret } = await startSession()
  const idle = { now: later, idleSince: at }
  const over = { now: end, idleSince: '2026-11-22T09:00:00.000Z' }
  expect(await readSession(store.db, secret, idle)).toBeUndefined()
  expect(await readSession(store.db, secret, over)).toBeUndefined()
})

it('a token takes the place of the one before it', async () => {
  const { id } = await startSession()
  await saveSessionTokens(store.db, id, [token])
  await saveSessionTokens(store.db, id, [{ ...token, scopes: ['User.Read', 'User.Read.All'] }])
  expect(await listSessionTokens(store.db, id)).toMatchObject([
    { scopes: ['User.Read', 'User.Read.All'] },
  ])
})

it('rows that ended long ago are deleted, and no others', async () => {
  const [ended, alive] = [await startSession(), await startSession()]
  await saveSessionTokens(store.db, alive.id, [token])
  await endSession(store.db, ended.id, at)
  await deleteExpired(store.db, later)
  const ids = (await store.db.selectFrom('sessions').select('id').execute()).map(({ id }) => id)
  expect(ids).toContain(alive.id)
  expect(ids).not.toContain(ended.id)
})

it('several secrets are answered in their order, each with its own session or none', async () => {
  const [first, ended, third] = [await startSession(), await startSession(), await startSession()]
  await endSession(store.db, ended.id, later)
  const secrets = [third.secret, 'nobody', first.secret, ended.secret, third.secret]
  const found = await readSessions(store.db, secrets, limits)
  expect(found.map((session) => session?.id)).toEqual([
    third.id,
    undefined,
    first.id,
    undefined,
    third.id,
  ])
})
