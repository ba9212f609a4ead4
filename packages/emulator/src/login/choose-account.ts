import type { FastifyReply } from 'fastify'
import type { Tenant } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import type { PersonRequest } from './authorization-request.ts'
import type { BrowserAccount } from './browser-session.ts'
import { sendSignUpPage } from './customers/sign-up-page.ts'
import { keepPendingRequest } from './pending-request.ts'
import { sendSignInPage } from './sign-in-page.ts'
import { isHintFor } from './token-parts.ts'

/** An alias stands for all tenants but those for customers. */
function isIn(world: World, tenant: Tenant | undefined, { tenantId }: User): boolean {
  return tenant === undefined ? !getTenant(world, tenantId).isForCustomers : tenant.id === tenantId
}

/** The one account that a request means; undefined when the person has to choose. */
export function chooseAccount(
  world: World,
  request: PersonRequest,
  accounts: BrowserAccount[],
): BrowserAccount | undefined {
  if (request.prompt === 'select_account' || request.prompt === 'create') return undefined
  const hint = request.parameters.login_hint
  const { tenant } = request.segment
  const fitting = accounts
    .filter(({ user }) => isIn(world, tenant, user))
    .filter(({ user }) => !hint || isHintFor(hint, user))
  return fitting.length === 1 ? fitting[0] : undefined
}

/** Shows the sign-in page, which says who is signed in already, or the one to sign up on. */
export function askForAccount(
  world: World,
  reply: FastifyReply,
  { request, accounts }: { request: PersonRequest; accounts: BrowserAccount[] },
): FastifyReply {
  const hint = request.parameters.login_hint ?? ''
  const hinted = accounts.find(({ user }) => isHintFor(hint, user))
  const requestId = keepPendingRequest(world, request)
  const { tenant } = request.segment
  const typedName = tenant?.isForCustomers ? 'mail' : 'userPrincipalName'
  const userName = hinted?.user.graph[typedName] ?? (hint.startsWith('O.') ? '' : hint)
  if (tenant !== undefined && request.prompt === 'create') {
    return sendSignUpPage({ reply, tenant, target: request, requestId }, { email: userName })
  }
  return sendSignInPage(world, reply, {
    target: request,
    requestId,
    userName,
    signedInIds: accounts.map(({ user }) => user.graph.id),
  })
}
