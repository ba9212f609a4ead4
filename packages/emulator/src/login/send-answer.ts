import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { declineDevice } from './answer-device.ts'
import type { AnswerTarget } from './authorization-request.ts'
import { type EntraError, type ErrorContext, toErrorBody } from './entra-error.ts'

const submitScript = 'document.forms[0].submit()'

/** Sends the browser back to the application, in the response mode it asked for. There is never an `iss`. */
export function sendAnswer(
  reply: FastifyReply,
  target: AnswerTarget,
  answer: Record<string, string>,
): FastifyReply {
  const parameters = target.state === undefined ? answer : { ...answer, state: target.state }
  if (target.responseMode === 'form_post') {
    return sendPage(reply, {
      title: 'Back to the application',
      script: submitScript,
      body: html`<h1>Back to ${target.application.displayName}</h1>
<form method="post" action="${target.redirectUri}">
${Object.entries(parameters).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<noscript><p>Scripts are off in this browser: continue by hand.</p><button class="main">Continue</button></noscript>
</form>`,
    })
  }
  const url = new URL(target.redirectUri)
  if (target.responseMode === 'fragment') {
    url.hash = new URLSearchParams(parameters).toString()
  } else {
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  }
  return reply.header('cache-control', 'no-store, no-cache').redirect(url.href, 303)
}

export function sendErrorAnswer(
  reply: FastifyReply,
  target: AnswerTarget,
  problem: EntraError,
  context: ErrorContext,
): FastifyReply {
  const { device } = target
  if (device !== undefined) return declineDevice(reply, target, { device, problem })
  const { error, error_description, error_uri } = toErrorBody(problem, context)
  const answer = { error, error_description, ...(error_uri !== undefined && { error_uri }) }
  return sendAnswer(reply, target, answer)
}
