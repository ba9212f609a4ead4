import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type BrowserSession,
  type PendingRequest,
  remember,
  type SignedInAccount,
} from '../world/issued.ts'
import type { User } from '../world/user.ts'
import { readAccount, type World } from '../world/world.ts'
import { createOpaque } from './token-parts.ts'

const inactiveLifeMs = 24 * 3_600_000

/** Cookies know no ports: the name keeps tenants on several ports of one machine apart. */
const cookieName = (world: World): string => `ESTSAUTH-${new URL(world.origin).port}`

function readSession(world: World, request: FastifyRequest): BrowserSession | undefined {
  const session = world.issued.browserSessions.get(request.cookies[cookieName(world)] ?? '')
  if (session === undefined) return undefined
  return world.clock.ageOf(session.lastUsedAt) > inactiveLifeMs ? undefined : session
}

function readLiveUser(world: World, account: SignedInAccount): User | undefined {
  const user = readAccount(world, account)
  if (user === undefined || !user.graph.accountEnabled) return undefined
  return account.authenticatedAt > user.sessionsValidFrom ? user : undefined
}

export interface BrowserAccount {
  account: SignedInAccount
  user: User
}

/** Who is signed in to this browser and may still be: disabled and revoked accounts are not. */
export function listBrowserAccounts(world: World, request: FastifyRequest): BrowserAccount[] {
  const accounts = readSession(world, request)?.accounts ?? []
  return accounts.flatMap((account) => {
    const user = readLiveUser(world, account)
    return user === undefined ? [] : [{ account, user }]
  })
}

/** Notes that a person proved who they are just now, and keeps it in the single sign-on cookie. */
export function signInToBrowser(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  user: User,
): SignedInAccount {
  const known = readSession(world, request)
  const session = known ?? { accounts: [], lastUsedAt: 0 }
  const earlier = session.accounts.find((account) => account.userId === user.graph.id)
  const account: SignedInAccount = {
    userId: user.graph.id,
    tenantId: user.tenantId,
    sessionId: earlier?.sessionId ?? crypto.randomUUID(),
    authenticatedAt: world.clock.now(),
  }
  session.accounts = [...session.accounts.filter((other) => other !== earlier), account]
  session.lastUsedAt = world.clock.now()
  if (known === undefined) {
    const key = createOpaque(32)
    remember(world.issued.browserSessions, key, session)
    reply.setCookie(cookieName(world), key, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: world.origin.startsWith('https:'),
    })
  }
  return account
}

/** Ends one account of this browser, or all of them. */
export function signOutOfBrowser(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  isMeant: (user: User) => boolean,
): void {
  const session = readSession(world, request)
  if (session === undefined) return
  const gone = listBrowserAccounts(world, request).filter(({ user }) => isMeant(user))
  session.accounts = session.accounts.filter(
    (account) => !gone.some((entry) => entry.account === account),
  )
  if (session.accounts.length > 0 && gone.length > 0) return
  world.issued.browserSessions.delete(request.cookies[cookieName(world)] ?? '')
  reply.clearCookie(cookieName(world), { path: '/' })
}

export function readPendingRequest(
  world: World,
  id: string | undefined,
): PendingRequest | undefined {
  const pending = world.issued.pendingRequests.get(id ?? '')
  if (pending === undefined || world.clock.ageOf(pending.startedAt) > 3_600_000) return undefined
  return pending
}
