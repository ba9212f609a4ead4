import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import type { SignedInAccount } from '../world/issued.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { keepPendingRequest } from './pending-request.ts'

/**
 * Names the application before anything is granted: a code that somebody else sent signs in their device (RFC 8628
 * 5.4).
 */
export function sendDeviceConfirmPage(
  world: World,
  reply: FastifyReply,
  page: { request: AuthorizationRequest; user: User; account: SignedInAccount },
): FastifyReply {
  const { request, user, account } = page
  const { displayName } = request.application
  return sendPage(reply, {
    title: 'Are you trying to sign in?',
    body: html`<h1>Are you trying to sign in to ${displayName}?</h1>
<p class="quiet">Signed in as ${user.graph.userPrincipalName}</p>
<p id="meaning">Continue signs you in on the device that shows the code. Only continue if it is yours and you started the application yourself. Cancel tells it that you declined.</p>
<form method="post" action="/${request.segment.name}/deviceconfirm">
<input type="hidden" name="ctx" value="${keepPendingRequest(world, request, account)}">
<div class="acts">
<button class="main" name="decision" value="continue" aria-describedby="meaning">Continue</button> <button name="decision" value="cancel">Cancel</button>
</div>
</form>`,
  })
}
