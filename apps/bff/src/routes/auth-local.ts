import {
  ForgottenPassword,
  LocalSignIn,
  type Me,
  PasswordChange,
  PasswordReset,
  Registration,
  RegistrationProof,
} from '@vestibule/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { toEmailKey } from '../accounts/to-email-key.ts'
import type { AppContext } from '../context.ts'
import { toSessionHandle } from '../plugins/session.ts'
import { negotiateLanguage } from './negotiate-language.ts'
import { byAnybody, bySession, problemResponses } from './problem-responses.ts'
import { renewSession, startSession } from './start-session.ts'
import { toMe } from './to-me.ts'
import { toOrigin } from './to-origin.ts'

const meResponse = Type.Unsafe<Me>(Type.Ref('Me'))
const byMail = {
  202: { description: 'All else is in the mail, if one was sent.', type: 'null' },
}

/** The local door: register, sign in, and a forgotten password. */
export async function authLocalRoutes(app: FastifyInstance, context: AppContext) {
  const { config, localAccounts, now } = context

  /** Signs in whoever has just proved their password. */
  async function enter(
    request: FastifyRequest,
    reply: FastifyReply,
    wish: { personId: string; email: string; passwordHash?: string; isRemembered?: boolean },
  ): Promise<Me> {
    const session = await startSession(context, request, reply, {
      personId: wish.personId,
      door: 'local',
      authenticatedAt: now().toISOString(),
      isRemembered: wish.isRemembered ?? false,
      passwordHash: wish.passwordHash,
      emailKey: toEmailKey(wish.email),
    })
    return toMe(session, config)
  }

  app.post<{ Body: Registration }>(
    '/auth/local/register',
    {
      schema: {
        operationId: 'registerLocalAccount',
        summary: 'Registers an account with e-mail and password, and signs in',
        description: 'Where addresses are verified, answers 202 and sends a mail instead.',
        security: byAnybody,
        body: Registration,
        response: { 201: meResponse, ...byMail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { email, password, displayName, accentColor = 'blue' } = request.body
      const applicant = { email, password, displayName: displayName.trim(), accentColor }
      const personId = await localAccounts.register(
        applicant,
        await toOrigin(context, request, email),
        negotiateLanguage(request.headers['accept-language']),
      )
      if (!personId) return reply.code(202).send()
      return reply.code(201).send(await enter(request, reply, { personId, email }))
    },
  )

  app.post<{ Body: RegistrationProof }>(
    '/auth/local/verify',
    {
      schema: {
        operationId: 'confirmRegistration',
        summary: 'Confirms a registration by the link in the mail, and signs in',
        security: byAnybody,
        body: RegistrationProof,
        response: { 201: meResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const confirmed = await localAccounts.confirmRegistration(
        request.body,
        await toOrigin(context, request),
      )
      return reply.code(201).send(await enter(request, reply, confirmed))
    },
  )

  app.post<{ Body: LocalSignIn }>(
    '/auth/local/login',
    {
      schema: {
        operationId: 'signInLocally',
        summary: 'Signs in with e-mail and password',
        security: byAnybody,
        body: LocalSignIn,
        response: { 200: meResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { rememberMe: isRemembered = false, ...credentials } = request.body
      const { email } = credentials
      const { personId, passwordHash } = await localAccounts.signIn(
        credentials,
        await toOrigin(context, request, email),
      )
      return enter(request, reply, { personId, email, passwordHash, isRemembered })
    },
  )

  app.post<{ Body: ForgottenPassword }>(
    '/auth/local/forgot',
    {
      schema: {
        operationId: 'requestPasswordReset',
        summary: 'Sends a mail with a link to reset the password, if there is such an account',
        security: byAnybody,
        body: ForgottenPassword,
        response: { ...byMail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { email } = request.body
      await localAccounts.forgotPassword(
        email,
        await toOrigin(context, request),
        negotiateLanguage(request.headers['accept-language']),
      )
      return reply.code(202).send()
    },
  )

  app.post<{ Body: PasswordReset }>(
    '/auth/local/reset',
    {
      schema: {
        operationId: 'resetPassword',
        summary: 'Sets another password by the link in the mail; signs nobody in',
        security: byAnybody,
        body: PasswordReset,
        response: {
          204: { description: 'It is set, and all sessions have ended.', type: 'null' },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const origin = await toOrigin(context, request)
      await localAccounts.resetPassword(
        request.body,
        origin,
        negotiateLanguage(request.headers['accept-language']),
      )
      return reply.code(204).send()
    },
  )
}

/** For a person who is signed in. */
export async function authLocalPasswordRoutes(app: FastifyInstance, context: AppContext) {
  const { config, localAccounts, vault, now } = context
  app.post<{ Body: PasswordChange }>(
    '/auth/local/password',
    {
      schema: {
        operationId: 'changePassword',
        summary: 'Changes the password, and ends all other sessions',
        security: bySession,
        body: PasswordChange,
        response: { 200: meResponse, ...problemResponses },
      },
    },
    async (request, reply): Promise<Me> => {
      const { person, local, door } = request.signedIn
      const tokens = await vault.readAll(toSessionHandle(request, request.signedIn))
      await localAccounts.changePassword(
        { personId: person.id, ...request.body },
        await toOrigin(context, request, local?.email),
        negotiateLanguage(request.headers['accept-language']),
      )
      const session = await renewSession(context, request, reply, {
        tokens,
        ...(door === 'local' && { authenticatedAt: now().toISOString() }),
      })
      return toMe(session, config)
    },
  )
}
