import type { FastifyReply } from 'fastify'
import { type Html, html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { graphId } from '../seed/ids.ts'
import { describePermission } from '../seed/permission-words.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { isAdmin, type NamedScope, needsAdmin } from './granted-scopes.ts'

export interface ConsentPage {
  request: AuthorizationRequest
  requestId: string
  user: User
  scopes: NamedScope[]
}

function toResourceName(world: World, { resourceId }: NamedScope): string {
  if (resourceId === graphId) return 'Microsoft Graph'
  return world.applications.get(resourceId)?.displayName ?? resourceId
}

function toWords(world: World, scope: NamedScope): string {
  if (scope.resourceId !== graphId) return `Use ${toResourceName(world, scope)} as you`
  return describePermission(scope.name) ?? scope.name
}

function createList(world: World, scopes: NamedScope[]): Html {
  return html`<ul class="permissions">
${scopes.map((scope) => html`<li><strong>${toWords(world, scope)}</strong> <code>${scope.name}</code> <span class="quiet">${toResourceName(world, scope)}${needsAdmin(scope) && ', needs an administrator'}</span></li>`)}
</ul>`
}

function createForm(page: ConsentPage, fields: Html): Html {
  return html`<form method="post" action="/${page.request.segment.name}/consent">
<input type="hidden" name="ctx" value="${page.requestId}">
${fields}
</form>`
}

/** What only an administrator can grant, and the way back without it. */
function createApprovalNeeded(world: World, page: ConsentPage): Html {
  const { displayName } = page.request.application
  return html`<p>${displayName} needs permission to access resources in your organisation that only an admin can grant. Please ask an admin to grant permission to this app before you can use it. (AADSTS90094)</p>
${createList(world, page.scopes)}
${createForm(page, html`<div class="acts"><button name="decision" value="return">Return to the application without granting consent</button></div>`)}`
}

function createRequest(world: World, page: ConsentPage, isAdministrator: boolean): Html {
  const { request, user, scopes } = page
  const { displayName } = request.application
  const organisation = getTenant(world, user.tenantId).displayName
  const everyone = html`<label class="choice"><input type="checkbox" name="everyone" value="true" aria-describedby="about-everyone"> Consent on behalf of your organisation</label>
<p class="quiet" id="about-everyone">For everyone in ${organisation}: nobody else is asked then.</p>`
  return html`<p><strong>${displayName}</strong> would like to:</p>
${createList(world, scopes)}
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
  const isBlocked = !admin && page.scopes.some(needsAdmin)
  const title = isBlocked ? 'Need admin approval' : 'Permissions requested'
  return sendPage(reply, {
    title,
    body: html`<h1>${title}</h1>
<p class="quiet">Signed in as ${page.user.graph.userPrincipalName}</p>
${isBlocked ? createApprovalNeeded(world, page) : createRequest(world, page, admin)}`,
  })
}
