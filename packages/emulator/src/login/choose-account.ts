import type { FastifyReply } from 'fastify'
import type { World } from '../world/world.ts'
import type { PersonRequest } from './authorization-request.ts'
import type { BrowserAccount } from './browser-session.ts'
import { keepPendingRequest } from './pending-request.ts'
import { sendSignInPage } from './sign-in-page.ts'
import { isHintFor } from './token-parts.ts'

/** The one account that a request means; undefined when the person has to choose. */
export function chooseAccount(
  request: PersonRequest,
  accounts: BrowserAccount[],
): BrowserAccount | undefined {
  if (request.prompt === 'select_account') return undefined
  const hint = request.parameters.login_hint
  const { tenant } = request.segment
  const fitting = accounts
    .filter(({ user }) => tenant === undefined || user.tenantId === tenant.id)
    .filter(({ user }) => !hint || isHintFor(hint, user))
  return fitting.length === 1 ? fitting[0] : undefined
}

/** Shows the sign-in page, which says who is signed in already. */
export function askForAccount(
  world: World,
  reply: FastifyReply,
  { request, accounts }: { request: PersonRequest; accounts: BrowserAccount[] },
): FastifyReply {
  const hint = request.parameters.login_hint ?? ''
  const hinted = accounts.find(({ user }) => isHintFor(hint, user))
  return sendSignInPage(world, reply, {
    target: request,
    requestId: keepPendingRequest(world, request),
    userName: hinted?.user.graph.userPrincipalName ?? (hint.startsWith('O.') ? '' : hint),
    signedInIds: accounts.map(({ user }) => user.graph.id),
  })
}
