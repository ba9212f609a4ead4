import { Socket } from 'node:net'
import fastifyFormbody from '@fastify/formbody'
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  fastify,
  LogController,
} from 'fastify'
import { applyFault } from './control/apply-fault.ts'
import type { Controls } from './control/controls.ts'
import { takeFault } from './control/fault-match.ts'
import { loseAnswers } from './control/lose-answer.ts'
import { registerControl } from './control/register-control.ts'
import { readItemFault } from './graph/batch/judge-items.ts'
import { addGraphManners, registerGraphSpace } from './graph/register-graph-space.ts'
import { rewriteKeys } from './graph/rewrite-keys.ts'
import type { Tls } from './keys/create-tls.ts'
import { registerLoginSpace } from './login/register-login-space.ts'
import { registerUserinfo } from './login/userinfo.ts'
import { readRequestNote } from './world/request-note.ts'
import type { World } from './world/world.ts'

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/** A name of another machine that resolves to this one is how a web page would reach in (DNS rebinding). */
function refuseForeignHosts(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (loopbackHost.test(request.headers.host ?? '')) return
    return reply.code(421).send({ message: 'The demo tenant answers under loopback names only.' })
  })
}

const pathOf = (url: string): string => url.split('?')[0] ?? ''

function logRequests(app: FastifyInstance, world: World): void {
  app.addHook('onResponse', async (request, reply) => {
    const path = pathOf(request.url)
    if (path.startsWith('/_emulator')) return
    world.requestLog.add({
      at: new Date().toISOString(),
      method: request.method,
      path,
      status: reply.statusCode,
      client: null,
      user: null,
      permission: null,
      ...readRequestNote(request),
    })
  })
}

/** Items of a batch come over no connection of their own. */
function isBatchItem(request: FastifyRequest): boolean {
  return !(request.raw.socket instanceof Socket)
}

function playFaults(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', async (request, reply): Promise<FastifyReply | undefined> => {
    const path = pathOf(request.url)
    if (path.startsWith('/_emulator')) return undefined
    const fault = isBatchItem(request) ? readItemFault() : takeFault(world, request.url)
    return fault === undefined ? undefined : applyFault({ world, request, reply, fault })
  })
}

/** All of the tenant on one origin: login space, Graph and the control endpoints. */
export async function createServer(
  world: World,
  { controls, logger, tls }: { controls: Controls; logger: boolean; tls: Tls | undefined },
): Promise<FastifyInstance> {
  const options: FastifyServerOptions = {
    logger,
    // The own request log leaves out queries, where codes and hints are; Fastify's would print them.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 300 },
    rewriteUrl: ({ url = '/' }) => rewriteKeys(url),
  }
  // Typed as plain http: the two kinds of instance differ in the type of `server`, which nothing here asks for.
  const https = { https: tls ?? null } as FastifyServerOptions
  const app = fastify({ ...options, ...https })
  refuseForeignHosts(app)
  logRequests(app, world)
  playFaults(app, world)
  loseAnswers(app)
  await app.register(fastifyFormbody)
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Not found.' }))
  app.get('/', (_request, reply) => reply.redirect('/_emulator'))
  await app.register(async (scope) => registerControl(scope, { world, controls }), {
    prefix: '/_emulator',
  })
  await app.register(async (scope) => registerGraphSpace(scope, world), { prefix: '/v1.0' })
  await app.register(async (scope) => {
    addGraphManners(scope)
    registerUserinfo(scope, world)
  })
  await app.register(async (scope) => registerLoginSpace(scope, world))
  return app
}
