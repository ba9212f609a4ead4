import { readSignInRequest } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { beginSignIn, SIGN_IN_LIFE_MS } from '../auth/begin-sign-in.ts'
import { toReturnTo } from '../auth/return-to.ts'
import { toSignInError } from '../auth/to-sign-in-error.ts'
import type { AppContext } from '../context.ts'
import { redirectToSignIn } from './redirect-to-sign-in.ts'
import { toRedirectUri, toTransactionCookie } from './transaction-cookie.ts'

const PROMPTS = ['select_account', 'login', 'create'] as const

export async function authLoginRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store, authority, now } = context
  app.get<{ Querystring: Record<string, unknown> }>(
    '/auth/login',
    { schema: { hide: true } },
    async (request, reply) => {
      // A caller chooses among what is listed here and steers nothing else of the request.
      const { query } = request
      const returnTo = toReturnTo(query.returnTo)
      const asked =
        typeof query.for === 'string'
          ? await readSignInRequest(store.db, query.for, now().toISOString())
          : undefined
      try {
        const started = await beginSignIn(
          { db: store.db, authority, redirectUri: toRedirectUri(config) },
          {
            returnTo,
            scopes: [...new Set([...config.scopes, ...(asked?.scopes ?? [])])],
            purpose: asked?.purpose === 'step_up' ? 'step_up' : 'sign_in',
            claims: asked?.claims,
            prompt:
              asked?.purpose === 'step_up'
                ? 'login'
                : PROMPTS.find((prompt) => prompt === query.prompt),
            // Who was sent here by a problem goes on as who they are.
            loginHint: asked
              ? (request.session.current?.loginHint ?? undefined)
              : readHint(query.loginHint),
            domainHint: readHint(query.domainHint),
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

function readHint(value: unknown): string | undefined {
  return typeof value === 'string' && /^[^\p{Cc}]{1,320}$/u.test(value) ? value : undefined
}
