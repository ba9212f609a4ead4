import type { FastifyReply } from 'fastify'
import { type Html, html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import { createApprovalNeeded, returnLabel } from './approval-needed.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { isAdmin, type NamedScope, needsAdmin } from './granted-scopes.ts'
import { createPermissionList } from './permission-list.ts'

export interface ConsentPage {
  request: AuthorizationRequest
  requestId: string
  user: User
  scopes: NamedScope[]
}

function createForm(page: ConsentPage, fields: Html): Html {
  return html`<form method="post" action="/${page.request.segment.name}/consent">
<input type="hidden" name="ctx" value="${page.requestId}">
${fields}
</form>`
}

function createBlocked(world: World, page: ConsentPage): Html {
  return html`${createApprovalNeeded(page.request)}
${createPermissionList(world, page.scopes)}
${createForm(page, html`<div class="acts"><button name="decision" value="return">${returnLabel}</button></div>`)}`
}

function createRequest(world: World, page: ConsentPage, isAdministrator: boolean): Html {
  const { request, user, scopes } = page
  const { displayName } = request.application
  const organisation = getTenant(world, user.tenantId).displayName
  const everyone = html`<label class="choice"><input type="checkbox" name="everyone" value="true" aria-describedby="about-everyone"> Consent on behalf of your organisation</label>
<p class="quiet" id="about-everyone">For everyone in ${organisation}: nobody else is asked then.</p>`
  return html`<p><strong>${displayName}</strong> would like to:</p>
${createPermissionList(world, scopes)}
<p class="quiet" id="meaning">Accept lets ${displayName} do this with what you yourself may see and do, until you or an administrator takes it back; you are not asked again. Cancel leads back and grants nothing.</p>
${createForm(
  page,
  html`${isAdministrator && everyone}
<div class="acts">
<button class="main" name="decision" value="accept" aria-describedby="meaning">Accept</button> <button name="decision" value="cancel">Cancel</button>
</div>`,
)}`
}

/** What the application wants, with Accept and Cancel; or that an administrator has to approve it first. */
export function sendConsentPage(
  world: World,
  reply: FastifyReply,
  page: ConsentPage,
): FastifyReply {
  const admin = isAdmin(world, page.user)
  const isBlocked = !admin && page.scopes.some((scope) => needsAdmin(world, scope))
  const title = isBlocked ? 'Need admin approval' : 'Permissions requested'
  return sendPage(reply, {
    title,
    body: html`<h1>${title}</h1>
<p class="quiet">Signed in as ${page.user.graph.userPrincipalName}</p>
${isBlocked ? createBlocked(world, page) : createRequest(world, page, admin)}`,
  })
}
