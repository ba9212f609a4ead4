import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { type EntraError, type ErrorContext, toErrorBody, toProblemText } from './entra-error.ts'

/** The tenant's own error page, for what must not be sent to the application. */
export function sendErrorPage(
  reply: FastifyReply,
  problem: EntraError,
  context: ErrorContext,
): FastifyReply {
  const body = toErrorBody(problem, context)
  return sendPage(reply, {
    title: 'Sorry, but we are having trouble signing you in',
    status: problem.status,
    body: html`<h1>Sorry, but we are having trouble signing you in.</h1>
<p class="problem">${toProblemText(problem)}</p>
<p class="ids">Trace ID: ${body.trace_id}<br>Correlation ID: ${body.correlation_id}<br>Timestamp: ${body.timestamp}</p>`,
  })
}
