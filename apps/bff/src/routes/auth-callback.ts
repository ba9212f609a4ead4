import { randomUUID } from 'node:crypto'
import {
  consumeSignInTransaction,
  type EntraSignIn,
  linkEntraIdentity,
  readSession,
  type SignInTransaction,
  saveEntraSignIn,
} from '@vestibule/store'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findLinkOffer } from '../accounts/find-link-offer.ts'
import { readEntraProfile } from '../accounts/read-entra-profile.ts'
import { toTransactionId } from '../auth/begin-sign-in.ts'
import { type FinishedSignIn, finishSignIn } from '../auth/finish-sign-in.ts'
import { toReturnTo } from '../auth/return-to.ts'
import { SignInError } from '../auth/sign-in-error.ts'
import { toSignInError } from '../auth/to-sign-in-error.ts'
import { resumeWaitingBatches } from '../batches/resume-batches.ts'
import { toRedirectUri } from '../config/redirect-uris.ts'
import type { AppContext } from '../context.ts'
import { idleSince } from '../session-limits.ts'
import { toAccessToken } from '../tokens/to-access-token.ts'
import { takePostedAnswer } from './auth-posted-answer.ts'
import { redirectToSignIn } from './redirect-to-sign-in.ts'
import { startSession } from './start-session.ts'
import { toTransactionCookie } from './transaction-cookie.ts'

/** Graph may take this long before a sign-in goes on without what it would have added. */
const PROFILE_TIMEOUT_MS = 4000

export async function authCallbackRoutes(app: FastifyInstance, context: AppContext) {
  const { config, authority, now } = context
  app.get<{ Querystring: Record<string, unknown> }>(
    '/auth/callback',
    { schema: { hide: true } },
    async (request, reply) => {
      let returnTo: string | undefined
      try {
        const { state } = request.query
        if (typeof state !== 'string') {
          throw new SignInError('sign_in_not_started_here', 'The answer carries no state.')
        }
        const answer =
          config.responseMode === 'form_post'
            ? takePostedAnswer(config, request, reply, state)
            : new URL(request.url, config.appOrigin).search
        const started = await consume(context, request, reply, state)
        if ('alreadySignedIn' in started) {
          return reply.redirect(config.webOrigin + started.alreadySignedIn)
        }
        returnTo = started.returnTo
        if (answer === undefined) {
          throw new SignInError('sign_in_not_started_here', 'No answer was posted to this browser.')
        }
        const currentUrl = new URL(toRedirectUri(config))
        currentUrl.search = answer
        const finished = await finishSignIn(authority, currentUrl, started, now())
        await enter(context, request, { reply, finished, started })
        return reply.redirect(config.webOrigin + returnTo)
      } catch (error) {
        const { failure } = toSignInError(error)
        if (failure === 'link_conflict' || failure === 'link_expired') {
          request.log.warn({ failure, err: error }, 'not linked')
          return reply.redirect(`${config.webOrigin}/security?link=${failure.slice(5)}`)
        }
        return redirectToSignIn(context, request, reply, toSignInError(error), returnTo)
      }
    },
  )
}

type Started = SignInTransaction & { state: string }

/** Takes the transaction this answer belongs to. An answer used before brings a signed-in person home. */
async function consume(
  { config, store, now }: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  state: string,
): Promise<Started | { alreadySignedIn: string }> {
  const cookie = toTransactionCookie(config, toTransactionId(state))
  const browserSecret = request.cookies[cookie.name]
  const consumed = await consumeSignInTransaction(store.db, {
    state,
    browserSecret,
    purposes: ['link', 'sign_in', 'step_up'],
    now: now().toISOString(),
  })
  if (browserSecret !== undefined) reply.clearCookie(cookie.name, cookie.options)
  switch (consumed.outcome) {
    case 'consumed':
      // Judged again: it is put behind our origin, and what was stored may be older than the rule.
      return { ...consumed.transaction, returnTo: toReturnTo(consumed.transaction.returnTo), state }
    case 'used':
      if (request.session.current) return { alreadySignedIn: toReturnTo(consumed.returnTo) }
      throw new SignInError('sign_in_used', 'This sign-in was finished before.')
    case 'expired':
      throw new SignInError('sign_in_expired', 'This sign-in took too long.')
    case 'unknown':
    case 'other_browser':
      throw new SignInError('sign_in_not_started_here', 'No sign-in of this browser.')
  }
}

interface Answer {
  reply: FastifyReply
  finished: FinishedSignIn
  started: Started
}

/** Stores what the sign-in said, joins the two accounts where that is what it was for, and begins a session. */
async function enter(
  context: AppContext,
  request: FastifyRequest,
  { reply, started, finished: { identity, idToken, tokens } }: Answer,
): Promise<void> {
  const { config, store, vault } = context
  const now = context.now()
  const at = now.toISOString()
  const accessToken = toAccessToken(tokens, {
    resource: config.graph.resource,
    scopes: started.scopes,
    now,
  })
  const profile = await readEntraProfile(
    identity,
    {
      ...context.graph,
      accessToken: accessToken.value,
      timeoutMs: PROFILE_TIMEOUT_MS,
    },
    (what, error) => request.log.warn({ what, err: error }, 'sign-in goes on without it'),
  )
  const personId = await saveEntraSignIn(store.db, profile, randomUUID(), at)
  const session = await startSession(context, request, reply, {
    personId:
      started.purpose === 'link' ? await link(context, request, started, profile) : personId,
    door: 'entra',
    authoritySessionId: identity.authoritySessionId,
    subject: idToken.claims.sub,
    authenticatedAt: identity.authenticatedAt,
    loginHint: identity.loginHint,
    linkOffer: await findLinkOffer(store.db, profile),
    saveTokens: (session) =>
      vault.save(session, { accessToken, refreshToken: tokens.refresh_token, idToken }),
  })
  await resumeWaitingBatches(context, session.person.id, tokens.refresh_token)
}

/**
 * Joins the Microsoft account that was just signed in to with the person whose session started it.
 * That session must still be there, in this browser: the answer alone joins nobody. It is read again,
 * since a new password may have ended it while the authority and Graph were asked.
 */
async function link(
  { config, store, now }: AppContext,
  request: FastifyRequest,
  { sessionId }: Started,
  { tenantId, objectId }: EntraSignIn,
): Promise<string> {
  const at = now()
  const limits = { now: at.toISOString(), idleSince: idleSince(config, at) }
  const current = await readSession(store.db, request.session.sessionId, limits)
  if (!current || current.id !== sessionId) {
    throw new SignInError('link_expired', 'The session that started the link is over.')
  }
  const personId = current.person.id
  const identity = { personId, tenantId, objectId }
  const outcome = await linkEntraIdentity(store.db, identity, at.toISOString())
  if (outcome === 'linked') return personId
  throw new SignInError('link_conflict', `The accounts were not linked: ${outcome}.`)
}
