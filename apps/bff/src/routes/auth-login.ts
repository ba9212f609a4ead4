import { type Device, readSignInRequest, type Session } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { beginSignIn, SIGN_IN_LIFE_MS, type SignInWish } from '../auth/begin-sign-in.ts'
import { toReturnTo } from '../auth/return-to.ts'
import { toSignInError } from '../auth/to-sign-in-error.ts'
import { toRedirectUri } from '../config/redirect-uris.ts'
import type { AppContext } from '../context.ts'
import { readDeviceOf } from './device-cookie.ts'
import { redirectToSignIn } from './redirect-to-sign-in.ts'
import { breakSignInLoop } from './sign-in-loop.ts'
import { toTransactionCookie } from './transaction-cookie.ts'

const PROMPTS = ['select_account', 'login', 'create'] as const

export async function authLoginRoutes(app: FastifyInstance, context: AppContext) {
  const { config, store, authority, now } = context
  app.get<{ Querystring: Record<string, unknown> }>(
    '/auth/login',
    { schema: { hide: true } },
    async (request, reply) => {
      // A caller chooses among what is listed here and steers nothing else of the request.
      const { query } = request
      const { current } = request.session
      const returnTo = toReturnTo(query.returnTo)
      try {
        const asked =
          typeof query.for === 'string'
            ? await readSignInRequest(store.db, query.for, now().toISOString())
            : undefined
        breakSignInLoop(context, request, reply)
        const started = await beginSignIn(
          {
            db: store.db,
            authority,
            redirectUri: toRedirectUri(config),
            responseMode: config.responseMode,
          },
          {
            returnTo,
            scopes: [...new Set([...config.scopes, ...(asked?.scopes ?? [])])],
            purpose: asked?.purpose === 'step_up' ? 'step_up' : 'sign_in',
            claims: asked?.claims,
            ...(asked?.purpose === 'step_up'
              ? { prompt: 'login', loginHint: current?.loginHint ?? undefined }
              : toAccountWish(query, current, await readDeviceOf(context, request))),
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

/**
 * Which account is meant: the one the request names, else the one that is signed in here, else the one
 * that last was. A newcomer is asked; so is whoever wants to be.
 */
function toAccountWish(
  query: Record<string, unknown>,
  current: Session | undefined,
  device: Device | undefined,
): Pick<SignInWish, 'prompt' | 'loginHint'> {
  const prompt = PROMPTS.find((one) => one === query.prompt)
  if (prompt === 'select_account' || prompt === 'create') return { prompt }
  const remembered = device?.door === 'entra' ? device.hint : null
  const loginHint = readHint(query.loginHint) ?? current?.loginHint ?? remembered
  if (loginHint) return { prompt, loginHint }
  // A domain leads to its own sign-in page, which would be lost in the account picker.
  return { prompt: prompt ?? (query.domainHint ? undefined : 'select_account') }
}

function readHint(value: unknown): string | undefined {
  return typeof value === 'string' && /^[^\p{Cc}]{1,320}$/u.test(value) ? value : undefined
}
