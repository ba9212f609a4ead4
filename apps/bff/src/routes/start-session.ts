import { randomUUID } from 'node:crypto'
import { createSession, readSession, type Session } from '@vestibule/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AccountError } from '../accounts/account-error.ts'
import type { AppContext } from '../context.ts'
import { idleSince, toLastMoment } from '../session-limits.ts'
import type { KeptTokens, SessionHandle } from '../tokens/token-vault.ts'
import { rememberDevice } from './device-cookie.ts'

export interface SessionWish {
  personId: string
  door: Session['door']
  authenticatedAt: string | null
  isRemembered?: boolean
  linkOffer?: string | null
  authoritySessionId?: string | null
  /** `sub` of the ID token. */
  subject?: string | null
  loginHint?: string | null
  /** Whose password was given, by the canonical form of the address: this browser is known to them. */
  emailKey?: string | undefined
  /** The hash that the password was held against. */
  passwordHash?: string | undefined
  /** Puts the session's tokens in their place. */
  saveTokens?: (session: SessionHandle) => Promise<unknown>
}

/** A new session under a new id: whatever session the browser had before ends here. */
export async function startSession(
  context: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: SessionWish,
): Promise<Session> {
  const { config, store, metrics } = context
  const now = context.now()
  const at = now.toISOString()
  const expiresAt = toLastMoment(config, now, wish.isRemembered)
  const isReplaced = request.session.current !== undefined
  await request.session.regenerate()
  if (isReplaced) metrics.sessionsEnded.inc({ reason: 'replaced' })
  const session = { id: randomUUID(), secret: request.session.sessionId }
  const isCreated = await createSession(store.db, {
    ...session,
    personId: wish.personId,
    door: wish.door,
    authoritySessionId: wish.authoritySessionId ?? null,
    subject: wish.subject ?? null,
    authenticatedAt: wish.authenticatedAt,
    loginHint: wish.loginHint ?? null,
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    ip: request.ip,
    createdAt: at,
    expiresAt,
    isRemembered: wish.isRemembered ?? false,
    linkOffer: wish.linkOffer ?? null,
    passwordHash: wish.passwordHash,
  })
  if (!isCreated) throw new AccountError('wrong_credentials')
  metrics.sessionsStarted.inc({ door: wish.door })
  await wish.saveTokens?.(session)
  const limits = { now: at, idleSince: idleSince(config, now) }
  const record = await readSession(store.db, session.secret, limits)
  if (!record) throw new Error('The session ended while it began.')
  request.session.current = record
  // Without a date the cookie ends with the browser.
  if (record.isRemembered) request.session.cookie.expires = new Date(expiresAt)
  await rememberDevice(
    context,
    { request, reply },
    {
      personId: wish.personId,
      door: wish.door,
      hint: toHint(record),
      knownEmailKey: wish.emailKey,
    },
  )
  return record
}

/**
 * The same session under a new id, after something that ended all of the person's: with its tokens,
 * which are sealed for one id.
 *
 * @param tokens what `readAll` of the vault gave before
 */
export function renewSession(
  context: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { tokens, ...changed }: Partial<SessionWish> & { tokens?: KeptTokens },
): Promise<Session> {
  const { signedIn } = request
  return startSession(context, request, reply, {
    personId: signedIn.person.id,
    door: signedIn.door,
    authenticatedAt: signedIn.authenticatedAt,
    isRemembered: signedIn.isRemembered,
    authoritySessionId: signedIn.authoritySessionId,
    subject: signedIn.subject,
    loginHint: signedIn.loginHint,
    ...(tokens && { saveTokens: (session) => context.vault.saveAll(session, tokens) }),
    ...changed,
  })
}

/** The name that the person's account has at the door they came by. */
function toHint({ door, entra, local, person }: Session): string | null {
  const name = door === 'entra' ? entra?.userPrincipalName : local?.email
  return name ?? person.email
}
