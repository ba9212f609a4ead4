import type { FastifyInstance, FastifyRequest } from 'fastify'
import { cutConnection, proxyPage } from './cut-connection.ts'
import { type Fault, isCutting } from './fault.ts'

const waiting = new WeakMap<FastifyRequest, Fault>()
const writing = ['POST', 'PATCH', 'PUT', 'DELETE']

/**
 * The lost answer: Graph does what was asked and the connection breaks before it can say so. True when the fault
 * is such a one, and plays once the request has been served.
 */
export function loseAnswerLater(request: FastifyRequest, fault: Fault): boolean {
  const isWrite = writing.includes(request.method) && /^\/v1\.0\//i.test(request.url)
  if (!isWrite || !isCutting(fault) || fault.before) return false
  waiting.set(request, fault)
  return true
}

/** Where the answers get lost. */
export function loseAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const fault = waiting.get(request)
    if (fault === undefined) return done(null, payload)
    if (fault.kind === 'html') {
      reply.code(fault.status ?? 502).type('text/html; charset=utf-8')
      return done(null, proxyPage)
    }
    // `done` stays uncalled: with the reply hijacked there is nothing left to send.
    cutConnection(request, reply, fault)
  })
}
