import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type BrowserSession,
  type Demands,
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

/**
 * Notes that a person proved who they are just now, and keeps it in the single sign-on cookie. A session that was
 * revoked is not taken up again: its `sid` stays behind with the tokens of then.
 */
export function signInToBrowser(
  world: World,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { user, demands }: { user: User; demands: Demands },
): SignedInAccount {
  const known = readSession(world, request)
  const session = known ?? { accounts: [], lastUsedAt: 0 }
  const isOfUser = ({ userId }: SignedInAccount): boolean => userId === user.graph.id
  const earlier = session.accounts.find(
    (account) => isOfUser(account) && readLiveUser(world, account) !== undefined,
  )
  const account: SignedInAccount = {
    userId: user.graph.id,
    tenantId: user.tenantId,
    sessionId: earlier?.sessionId ?? crypto.randomUUID(),
    authenticatedAt: world.clock.now(),
    metDemands: { ...earlier?.metDemands, ...demands },
    visited: earlier?.visited ?? [],
  }
  session.accounts = [...session.accounts.filter((other) => !isOfUser(other)), account]
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

/** Ends the accounts of this browser that are meant, or all when none is. Returns the ended ones. */
export function signOutOfBrowser(
  world: World,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  isMeant: (user: User) => boolean,
): SignedInAccount[] {
  const session = readSession(world, request)
  if (session === undefined) return []
  const meant = session.accounts.filter((account) => {
    const user = readAccount(world, account)
    return user !== undefined && isMeant(user)
  })
  const ended = meant.length > 0 ? meant : session.accounts
  session.accounts = session.accounts.filter((account) => !ended.includes(account))
  if (session.accounts.length > 0) return ended
  world.issued.browserSessions.delete(request.cookies[cookieName(world)] ?? '')
  reply.clearCookie(cookieName(world), { path: '/' })
  return ended
}
