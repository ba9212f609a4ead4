import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { graphId } from '../seed/ids.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
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

/** What the application wants, with Accept and Cancel; or that an administrator has to approve it first. */
export function sendConsentPage(
  world: World,
  reply: FastifyReply,
  page: ConsentPage,
): FastifyReply {
  const { request, user, scopes } = page
  const admin = isAdmin(world, user)
  const isBlocked = !admin && scopes.some(needsAdmin)
  const title = isBlocked ? 'Need admin approval' : 'Permissions requested'
  const name = request.application.displayName
  return sendPage(reply, {
    title,
    body: html`<h1>${title}</h1>
<p class="quiet">Signed in as ${user.graph.userPrincipalName}</p>
<p>${isBlocked ? `${name} needs permission to access resources in your organisation that only an admin can grant. Please ask an admin to grant permission to this app before you can use it. (AADSTS90094)` : `${name} would like to:`}</p>
<ul>
${scopes.map((scope) => html`<li><code>${scope.name}</code> <span class="quiet">${toResourceName(world, scope)}${needsAdmin(scope) && ', needs an administrator'}</span></li>`)}
</ul>
<form method="post" action="/${request.segment.name}/consent">
<input type="hidden" name="ctx" value="${page.requestId}">
${admin && html`<label><input type="checkbox" name="everyone" value="true"> Consent on behalf of your organisation</label>`}
<div class="acts">
${
  isBlocked
    ? html`<button name="decision" value="return">Return to the application without granting consent</button>`
    : html`<button class="main" name="decision" value="accept">Accept</button> <button name="decision" value="cancel">Cancel</button>`
}
</div>
</form>`,
  })
}
