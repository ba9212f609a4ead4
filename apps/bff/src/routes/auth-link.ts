import { Link, type Me, Unlink } from '@vestibule/contract'
import { type LinkOutcome, linkEntraIdentity, unlinkDoor } from '@vestibule/store'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { toEmailKey } from '../accounts/to-email-key.ts'
import { AppError } from '../app-error.ts'
import { beginSignIn, SIGN_IN_LIFE_MS } from '../auth/begin-sign-in.ts'
import { toReturnTo } from '../auth/return-to.ts'
import { toSignInError } from '../auth/to-sign-in-error.ts'
import { toRedirectUri } from '../config/redirect-uris.ts'
import type { AppContext } from '../context.ts'
import { requireRecentSignIn } from '../plugins/require-recent-sign-in.ts'
import { toSessionHandle } from '../plugins/session.ts'
import { bySession, problemResponses } from './problem-responses.ts'
import { redirectToSignIn } from './redirect-to-sign-in.ts'
import { renewSession } from './start-session.ts'
import { toMe } from './to-me.ts'
import { toOrigin } from './to-origin.ts'
import { toTransactionCookie } from './transaction-cookie.ts'

const PASSWORD_PROOF_MS = 10 * 60_000

/** From a local account to Microsoft: the browser is sent to sign in there. */
export async function authLinkRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store, authority, now } = context
  app.get<{ Querystring: Record<string, unknown> }>(
    '/auth/link',
    { schema: { hide: true } },
    async (request, reply) => {
      const returnTo = toReturnTo(request.query.returnTo)
      const refusal = whyNot(request, now())
      if (refusal) {
        const query = new URLSearchParams({ link: refusal, returnTo })
        return reply.redirect(`${config.webOrigin}/security?${query}`)
      }
      try {
        const started = await beginSignIn(
          {
            db: store.db,
            authority,
            redirectUri: toRedirectUri(config),
            responseMode: config.responseMode,
          },
          {
            returnTo,
            scopes: config.scopes,
            purpose: 'link',
            prompt: 'login',
            sessionId: request.session.current?.id ?? '',
          },
          now(),
        )
        const cookie = toTransactionCookie(config, started.transactionId)
        return reply
          .setCookie(cookie.name, started.browserSecret, {
            ...cookie.options,
            maxAge: SIGN_IN_LIFE_MS / 1000,
          })
          .redirect(started.authorizationUrl)
      } catch (error) {
        return redirectToSignIn(context, request, reply, toSignInError(error), returnTo)
      }
    },
  )
}

/**
 * Only somebody who has just given the password, by a click on our own page: a link of another site
 * must not join the account of whoever follows it with whatever they are signed in to at Microsoft.
 */
function whyNot({ session, headers }: FastifyRequest, now: Date) {
  const { current } = session
  if (headers['sec-fetch-site'] !== 'same-origin') return 'ask'
  if (!current?.local || current.entra) return 'not-needed'
  const ageMs = now.getTime() - Date.parse(current.authenticatedAt ?? '')
  return current.door === 'local' && ageMs <= PASSWORD_PROOF_MS ? undefined : 'password'
}

/** For a person who is signed in. */
export async function authLinkingRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store, vault, localAccounts, now } = context
  app.post<{ Body: Link }>(
    '/auth/link',
    {
      schema: {
        operationId: 'linkLocalAccount',
        summary:
          'Joins the person’s Microsoft account with a local one, which they know the password of',
        description: 'The local account’s person stays. All other sessions of both end.',
        security: bySession,
        body: Link,
        response: { 200: Type.Unsafe<Me>(Type.Ref('Me')), ...problemResponses },
      },
    },
    async (request, reply): Promise<Me> => {
      const { signedIn, body } = request
      if (!signedIn.entra || signedIn.local) {
        const detail = 'Your account has a password already.'
        throw new AppError('conflict', { detail })
      }
      const { tenantId, objectId } = signedIn.entra
      const { personId } = await localAccounts.prove(
        body,
        await toOrigin(context, request, body.email),
      )
      const tokens = await vault.readAll(toSessionHandle(request, signedIn))
      const identity = { personId, tenantId, objectId }
      const outcome = await linkEntraIdentity(store.db, identity, now().toISOString())
      if (outcome !== 'linked') throw new AppError('conflict', { detail: CONFLICTS[outcome] })
      const emailKey = toEmailKey(body.email)
      const session = await renewSession(context, request, reply, { personId, tokens, emailKey })
      return toMe(session, config)
    },
  )

  app.post<{ Body: Unlink }>(
    '/auth/unlink',
    {
      // Whoever got hold of a session must not be able to take a way in away.
      preHandler: requireRecentSignIn(context),
      schema: {
        operationId: 'unlinkDoor',
        summary: 'Gives one of the person’s two ways in up, and ends all other sessions',
        security: bySession,
        body: Unlink,
        response: { 200: Type.Unsafe<Me>(Type.Ref('Me')), ...problemResponses },
      },
    },
    async (request, reply): Promise<Me> => {
      const { signedIn } = request
      const { door } = request.body
      const tokens = await vault.readAll(toSessionHandle(request, signedIn))
      const given = { personId: signedIn.person.id, door }
      if (!(await unlinkDoor(store.db, given, now().toISOString()))) {
        const detail = 'It is your only way in, or not one of yours.'
        throw new AppError('conflict', { detail })
      }
      const session = await renewSession(context, request, reply, {
        // The session goes on as one of the door that is left; Microsoft's tokens go with their door.
        ...(door === 'entra'
          ? { door: 'local', authoritySessionId: null, subject: null, loginHint: null }
          : { door: 'entra', isRemembered: false, tokens }),
      })
      return toMe(session, config)
    },
  )
}

const CONFLICTS: Record<Exclude<LinkOutcome, 'linked'>, string> = {
  has_another: 'That account is linked with another Microsoft account.',
  held_by_another: 'Your Microsoft account is linked with another account.',
  gone: 'One of the two accounts is not there any more.',
}
