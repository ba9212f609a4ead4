import type { FastifyReply } from 'fastify'
import { type Html, html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import type { SignedInAccount } from '../world/issued.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import type { AdminConsentRequest } from './admin-consent-request.ts'
import { createApprovalNeeded, returnLabel } from './approval-needed.ts'
import { isAdmin } from './granted-scopes.ts'
import { keepPendingRequest } from './pending-request.ts'
import { createApplicationPermissionList, createPermissionList } from './permission-list.ts'

export interface AdminConsentPage {
  request: AdminConsentRequest
  user: User
  account: SignedInAccount
}

function createLists(world: World, { scopes, roles }: AdminConsentRequest): Html {
  return html`${
    scopes.length > 0 &&
    html`<h2>For each person who uses it</h2>
${createPermissionList(world, scopes)}`
  }
${
  roles.length > 0 &&
  html`<h2>For itself, without a person</h2>
${createApplicationPermissionList(world, roles)}`
}`
}

function createRefusal({ request }: AdminConsentPage): Html {
  return html`${createApprovalNeeded(request)}
<div class="acts"><button name="decision" value="other">Sign in with another account</button> <button name="decision" value="return">${returnLabel}</button></div>`
}

function createRequest(world: World, { request, user }: AdminConsentPage): Html {
  const { displayName } = request.application
  const organisation = getTenant(world, user.tenantId).displayName
  return html`<p><strong>${displayName}</strong> would like to:</p>
${createLists(world, request)}
<p class="quiet" id="meaning">Accept grants this for everyone in ${organisation}: nobody else is asked then. Cancel leads back and grants nothing.</p>
<div class="acts">
<button class="main" name="decision" value="accept" aria-describedby="meaning">Accept</button> <button name="decision" value="cancel">Cancel</button>
</div>`
}

/** What an application wants of the whole tenant; a person who may not grant it is told to ask who may. */
export function sendAdminConsentPage(
  world: World,
  reply: FastifyReply,
  page: AdminConsentPage,
): FastifyReply {
  const admin = isAdmin(world, page.user)
  const title = admin ? 'Permissions requested' : 'Need admin approval'
  const requestId = keepPendingRequest(world, page.request, page.account)
  return sendPage(reply, {
    title,
    body: html`<h1>${title}</h1>
<p class="quiet">${admin && 'Review for your organisation. '}Signed in as ${page.user.graph.userPrincipalName}</p>
<form method="post" action="/${page.request.segment.name}/adminconsent">
<input type="hidden" name="ctx" value="${requestId}">
${admin ? createRequest(world, page) : createRefusal(page)}
</form>`,
  })
}
