import type { FastifyInstance } from 'fastify'
import type { User } from '../world/user.ts'
import { getTenant, readUserByName, type World } from '../world/world.ts'
import type { PersonRequest } from './authorization-request.ts'
import { answerProblems } from './authorize.ts'
import { completeSignIn, getSignInRequest } from './complete-sign-in.ts'
import { EntraError, toProblemText } from './entra-error.ts'
import { noteSignIn } from './note-sign-in.ts'
import { type Parameters, toParameters } from './parameters.ts'
import { sendSignInPage } from './sign-in-page.ts'
import { toTenantName } from './tenant-segment.ts'

/** A guest types the address of their home account. */
function readGuest(request: PersonRequest, name: string): User | undefined {
  const key = name.trim().toLowerCase()
  return request.segment.tenant?.users.find(
    ({ graph }) => graph.userType === 'Guest' && graph.mail?.toLowerCase() === key,
  )
}

/** By button or by name; a customer has a button in the own tenant and is unknown elsewhere. */
function readPerson(world: World, request: PersonRequest, form: Parameters): User | undefined {
  const byButton = world.tenants.map((known) => known.usersById.get(form.person ?? ''))
  const typed = form.user ?? ''
  const user =
    byButton.find((found) => found !== undefined) ??
    readGuest(request, typed) ??
    readUserByName(world, typed)
  if (user === undefined) return undefined
  const home = getTenant(world, user.tenantId)
  if (!home.isForCustomers) return user
  return home === request.segment.tenant && form.person !== undefined ? user : undefined
}

/** Throws 50020 (its own page) for a person of another tenant, and 50034, 50126 and 50057 for the form. */
function getUser(world: World, request: PersonRequest, form: Parameters): User {
  const { segment, application } = request
  const tenant = toTenantName(segment)
  const user = readPerson(world, request, form)
  if (user === undefined) throw new EntraError(50034, { name: form.user ?? '', tenant })
  const isProved = form.person !== undefined || form.password === user.password
  if (!isProved || !user.graph.accountEnabled) {
    noteSignIn(user, { isInteractive: true, isSuccessful: false })
    throw new EntraError(isProved ? 50057 : 50126)
  }
  if (segment.tenant === undefined || segment.tenant.id === user.tenantId) return user
  throw new EntraError(50020, {
    name: user.graph.userPrincipalName,
    provider: `https://sts.windows.net/${user.tenantId}/`,
    tenant,
    clientId: application.clientId,
  })
}

const inlineCodes = [50034, 50057, 50126]

/** Where the forms of the sign-in page go that have a button per person or a password. */
export function registerLogin(app: FastifyInstance, world: World): void {
  app.post<{ Params: { tenant: string } }>('/:tenant/login', (request, reply) => {
    const form = toParameters(request.body)
    const signInRequest = getSignInRequest(world, request, form.ctx)
    let user: User
    try {
      user = getUser(world, signInRequest, form)
    } catch (problem) {
      if (!(problem instanceof EntraError) || !inlineCodes.includes(problem.code)) throw problem
      return sendSignInPage(world, reply, {
        target: signInRequest,
        requestId: form.ctx ?? '',
        userName: form.user ?? '',
        problem: toProblemText(problem),
        signedInIds: [],
      })
    }
    const entry = { signInRequest, user, isTyped: form.person === undefined }
    const run = () => completeSignIn(world, { request, reply }, entry)
    return answerProblems(world, request, reply, { target: signInRequest, run })
  })
}
