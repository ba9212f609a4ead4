import fastify, { type FastifyInstance, LogController } from 'fastify'
import type { AppContext } from './context.ts'
import { createRequestLogger, toLoggerOptions } from './log.ts'
import { bearer } from './plugins/bearer.ts'
import { cors } from './plugins/cors.ts'
import { countRequests } from './plugins/count-requests.ts'
import { csrf } from './plugins/csrf.ts'
import { errorHandler, toBadAddressHandler } from './plugins/error-handler.ts'
import { openapi } from './plugins/openapi.ts'
import { ownHost } from './plugins/own-host.ts'
import { limitCallers, limitNetworks } from './plugins/rate-limit.ts'
import { requireCaller } from './plugins/require-caller.ts'
import { requireDirectory } from './plugins/require-directory.ts'
import { requireEntra } from './plugins/require-entra.ts'
import { securityHeaders } from './plugins/security-headers.ts'
import { sessionPlugin } from './plugins/session.ts'
import { shedLoad } from './plugins/shed-load.ts'
import { validation } from './plugins/validation.ts'
import { auditEventsRoutes } from './routes/audit-events.ts'
import { authAdminConsentRoutes } from './routes/auth-admin-consent.ts'
import { authAuthorityLogoutRoutes } from './routes/auth-authority-logout.ts'
import { authCallbackRoutes } from './routes/auth-callback.ts'
import { authLinkingRoutes, authLinkRoutes } from './routes/auth-link.ts'
import { authLocalPasswordRoutes, authLocalRoutes } from './routes/auth-local.ts'
import { authLoginRoutes } from './routes/auth-login.ts'
import { authLogoutRoutes } from './routes/auth-logout.ts'
import { authPostedAnswerRoutes } from './routes/auth-posted-answer.ts'
import { groupsRoutes } from './routes/groups.ts'
import { healthRoutes } from './routes/health.ts'
import { meRoutes } from './routes/me.ts'
import { messagesRoutes } from './routes/messages.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { photosRoutes } from './routes/photos.ts'
import { problemPagesRoutes } from './routes/problem-pages.ts'
import { sessionsRoutes } from './routes/sessions.ts'
import { setupRoutes } from './routes/setup.ts'
import { signInPageErrors } from './routes/sign-in-page-errors.ts'
import { tokenClaimsRoutes } from './routes/token-claims.ts'
import { userBatchActsRoutes } from './routes/user-batch-acts.ts'
import { userBatchEventsRoutes } from './routes/user-batch-events.ts'
import { userBatchesRoutes } from './routes/user-batches.ts'
import { userInsightsRoutes } from './routes/user-insights.ts'
import { usersRoutes } from './routes/users.ts'
import { usersExportRoutes } from './routes/users-export.ts'
import { viewsRoutes } from './routes/views.ts'
import { webAssetRoutes, webPageRoutes } from './routes/web.ts'
import { SERVER_LIMITS, type ServerLimits } from './server-limits.ts'
import { toRequestId } from './to-request-id.ts'

/** The application: plugins and routes, in the order in which a request meets them. */
export async function buildApp(
  context: AppContext,
  limits: ServerLimits = SERVER_LIMITS,
): Promise<FastifyInstance> {
  const { config } = context
  const { features } = config
  const sending = {
    headersTimeout: limits.headersTimeoutMs,
    connectionsCheckingInterval: limits.checkEveryMs,
  }
  const tls = context.secrets.tls?.pair
  const app = fastify({
    ...(tls ? { https: { ...tls, ...sending } } : { http: sending }),
    logger: toLoggerOptions(config.logLevel),
    // A line is written where something is decided, not for each request that came and went.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: createRequestLogger,
    genReqId: toRequestId,
    frameworkErrors: toBadAddressHandler(context),
    trustProxy: config.trustProxy,
    bodyLimit: 64 * 1024,
    // A user principal name may be longer than the 100 characters a path parameter may have.
    routerOptions: { maxParamLength: 320 },
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: 60_000,
    // Longer than balancers keep one, which would else send into a connection that is being closed.
    keepAliveTimeout: 72_000,
  })
  app.server.maxConnections = limits.maxConnections
  // Fastify takes text by itself, which a form of another site can send.
  app.removeContentTypeParser('text/plain')

  await app.register(securityHeaders, context)
  await app.register(errorHandler, context)
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Or a browser would send the next request into a connection that is being closed.
    if (context.stopping.signal.aborted) reply.header('connection', 'close')
    done()
  })
  await app.register(countRequests, context)
  await app.register(validation)
  await app.register(openapi)

  await app.register(healthRoutes, context)
  await app.register(problemPagesRoutes, context)
  await app.register(openapiRoutes)
  await app.register(webAssetRoutes, context)
  await app.register(authAuthorityLogoutRoutes, context)

  await app.register(async (withSession) => {
    // Not for what stands above: a supervisor would end a process that is only busy, and a session that is over is over.
    await withSession.register(shedLoad, { limits, store: context.store })
    await withSession.register(ownHost, context)
    await withSession.register(cors, context)
    await withSession.register(bearer)
    await withSession.register(csrf, context)
    await withSession.register(sessionPlugin, context)
    await withSession.register(webPageRoutes, context)

    await withSession.register(async (anybody) => {
      await anybody.register(limitNetworks, context)
      await anybody.register(signInPageErrors, context)
      await anybody.register(authLoginRoutes, context)
      await anybody.register(authCallbackRoutes, context)
      if (config.responseMode === 'form_post') {
        await anybody.register(authPostedAnswerRoutes, context)
      }
      await anybody.register(authLocalRoutes, context)
      await anybody.register(authLinkRoutes, context)
      await anybody.register(authLogoutRoutes, context)
      await anybody.register(authAdminConsentRoutes, context)
    })

    await withSession.register(async (signedIn) => {
      await signedIn.register(requireCaller, context)
      await signedIn.register(limitCallers, context)
      await signedIn.register(meRoutes, context)
      await signedIn.register(authLocalPasswordRoutes, context)
      await signedIn.register(authLinkingRoutes, context)
      await signedIn.register(sessionsRoutes, context)

      await signedIn.register(async (throughMicrosoft) => {
        throughMicrosoft.addHook('onRequest', requireEntra)
        await throughMicrosoft.register(setupRoutes, context)
        await throughMicrosoft.register(tokenClaimsRoutes, context)
        await throughMicrosoft.register(photosRoutes, context)
        await throughMicrosoft.register(auditEventsRoutes, context)

        await throughMicrosoft.register(async (ofDirectory) => {
          ofDirectory.addHook('onRequest', requireDirectory(context))
          if (features.has('users')) {
            await ofDirectory.register(usersRoutes, context)
            await ofDirectory.register(userInsightsRoutes, context)
            await ofDirectory.register(usersExportRoutes, context)
            await ofDirectory.register(viewsRoutes, context)
          }
          if (features.has('groups')) await ofDirectory.register(groupsRoutes, context)
          if (features.has('batches') || features.has('application-batches')) {
            await ofDirectory.register(userBatchesRoutes, context)
            await ofDirectory.register(userBatchActsRoutes, context)
            await ofDirectory.register(userBatchEventsRoutes, context)
          }
          if (features.has('mail')) await ofDirectory.register(messagesRoutes, context)
        })
      })
    })
  })
  return app
}
