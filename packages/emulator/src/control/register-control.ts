import type { FastifyInstance } from 'fastify'
import { sendOutboxPage } from '../outbox/outbox-page.ts'
import type { World } from '../world/world.ts'
import type { NewMessage } from './add-message.ts'
import { parseCertificate } from './client-certificates.ts'
import { ControlError, parseAdvance, toInput } from './control-input.ts'
import type { Controls } from './controls.ts'
import type { NewUser } from './create-person.ts'
import type { FaultRequest } from './fault.ts'
import { registerForms } from './register-forms.ts'
import { toWithdrawal } from './withdraw-consent.ts'

/** `/_emulator`: not part of Entra or Graph. A page of another origin may not reach it through a browser. */
export async function registerControl(
  app: FastifyInstance,
  { world, controls }: { world: World; controls: Controls },
): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    const { port, protocol } = new URL(world.origin)
    const own = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${protocol}//${host}:${port}`)
    const isForeign =
      (origin !== undefined && !own.includes(origin)) ||
      request.headers['sec-fetch-site'] === 'cross-site'
    if (!isForeign) return
    return reply.code(403).send({ message: 'The control endpoints answer no other origin.' })
  })
  app.setErrorHandler((problem, _request, reply) => {
    if (problem instanceof ControlError) return reply.code(400).send({ message: problem.message })
    const { statusCode = 500, message } = problem as { statusCode?: number; message: string }
    return reply.code(statusCode).send({ message })
  })
  registerForms(app, { world, controls })
  app.post('/reset', (request) => {
    controls.reset(toInput(request.body))
    return { users: world.tenants[0]?.users.length }
  })
  app.post('/settings', (request) => controls.settings(toInput(request.body)))
  app.post('/faults', (request, reply) => {
    const fault = controls.addFault(toInput(request.body) as unknown as FaultRequest)
    return reply.code(201).send(fault)
  })
  app.delete('/faults', (_request, reply) => {
    controls.clearFaults()
    return reply.code(204).send()
  })
  app.post('/clock', (request) => {
    const advanceSeconds = parseAdvance(request.body)
    controls.advanceClock(advanceSeconds)
    return { advanceSeconds }
  })
  app.post('/sync', () => controls.sync())
  app.post('/keys', () => controls.rotateKeys())
  app.post('/consent', (request) => controls.withdrawConsent(toWithdrawal(request.body)))
  app.post('/certificates', (request, reply) => {
    const { client, certificate } = parseCertificate(request.body)
    return reply.code(201).send(controls.addClientCertificate(client, certificate))
  })
  app.delete<{ Params: { client: string; thumbprint: string } }>(
    '/certificates/:client/:thumbprint',
    ({ params }, reply) => {
      controls.removeClientCertificate(params.client, params.thumbprint)
      return reply.code(204).send()
    },
  )
  app.get('/requests', () => ({ items: controls.requests() }))
  app.get('/outbox', (_request, reply) => sendOutboxPage(world, reply))
  app.get('/mails', () => ({ items: controls.listMails() }))
  app.delete('/mails', (_request, reply) => {
    controls.clearMails()
    return reply.code(204).send()
  })
  app.post<{ Params: { id: string } }>('/users/:id/messages', (request, reply) => {
    const message = toInput(request.body) as unknown as NewMessage
    return reply.code(201).send(controls.addMessage(request.params.id, message))
  })
  app.post('/users', (request, reply) => {
    const person = toInput(request.body) as unknown as NewUser
    return reply.code(201).send(controls.addUser(person))
  })
  app.delete<{ Params: { id: string }; Querystring: { permanently?: string } }>(
    '/users/:id',
    ({ params, query }, reply) => {
      controls.deleteUser(params.id, { permanently: query.permanently === 'true' })
      return reply.code(204).send()
    },
  )
  app.post<{ Params: { id: string } }>('/users/:id', (request) =>
    controls.updateUser(request.params.id, toInput(request.body)),
  )
}
