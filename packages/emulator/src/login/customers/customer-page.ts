import type { FastifyReply } from 'fastify'
import { type Html, html } from '../../pages/html.ts'
import { sendPage } from '../../pages/send-page.ts'
import type { Tenant } from '../../world/tenant.ts'
import type { AnswerTarget } from '../authorization-request.ts'

/** Where a customer's page belongs: a tenant, and the request it was reached by. */
export interface CustomerPlace {
  reply: FastifyReply
  tenant: Tenant
  target: AnswerTarget
  requestId: string
}

interface CustomerPageParts {
  title: string
  /** Why the page is shown once more. */
  problem?: string | undefined
  /** What was just done. */
  message?: string | undefined
  body: Html
}

/** A page that a customer sees on the way to an application. */
export function sendCustomerPage(
  { reply, target }: CustomerPlace,
  { title, problem, message, body }: CustomerPageParts,
): FastifyReply {
  return sendPage(reply, {
    title,
    body: html`<h1>${title}</h1>
<p class="quiet">to continue to ${target.application.displayName}</p>
${message !== undefined && html`<p class="done" role="status">${message}</p>`}
${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
${body}`,
  })
}

/** The form of such a page; `visitId` names how far the customer has come, once. */
export function createCustomerForm(
  { tenant, requestId }: CustomerPlace,
  { step, visitId, fields, acts }: { step: string; visitId?: string; fields: Html; acts: Html },
): Html {
  return html`<form method="post" action="/${tenant.id}/customers/${step}">
<input type="hidden" name="ctx" value="${requestId}">
${visitId !== undefined && html`<input type="hidden" name="visit" value="${visitId}">`}
${fields}
<div class="acts">${acts}</div>
</form>`
}
