import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openMailbox } from '../../seed/open-mailbox.ts'
import type { Message } from '../../world/message.ts'
import { isExchangeId } from '../../world/message-ids.ts'
import { readUser } from '../../world/tenant.ts'
import type { User } from '../../world/user.ts'
import type { World } from '../../world/world.ts'
import { type Caller, getCaller, requireUser } from '../caller.ts'
import { createNotImplemented } from '../graph-error.ts'
import { type PermissionRule, requirePermission } from '../permission.ts'
import {
  createInvalidUser,
  createItemNotFound,
  createMailboxDenied,
  createMalformedId,
  createNoMailbox,
} from './mail-error.ts'

export interface MailRequest {
  request: FastifyRequest
  caller: Caller
  user: User
  /** Newest first. */
  messages: Message[]
}

export interface MailRoute {
  /** What follows `/me` and `/users/{id}`. */
  path: string
  own: PermissionRule
  others: PermissionRule
  handle: (mail: MailRequest, reply: FastifyReply) => unknown
}

/**
 * Application permissions reach every mailbox, unless a policy of the tenant says otherwise.
 * https://learn.microsoft.com/exchange/permissions-exo/application-access-policies
 */
function requireMailbox(world: World, caller: Caller, user: User): Message[] {
  const { deniedMailboxes } = world.settings
  const isDenied = [user.graph.id, user.graph.userPrincipalName.toLowerCase()].some((name) =>
    deniedMailboxes.includes(name),
  )
  if (caller.user === undefined && isDenied) throw createMailboxDenied()
  const messages = openMailbox(world, user)
  if (messages === undefined) throw createNoMailbox()
  return messages
}

/** Registers what hangs below a mailbox, for `/me` and `/users/{id}` alike. */
export function registerMailRoute(app: FastifyInstance, world: World, route: MailRoute): void {
  app.get(`/me/${route.path}`, async (request, reply) => {
    const caller = await getCaller(world, request)
    const user = requireUser(caller)
    requirePermission(request, caller, route.own)
    const messages = requireMailbox(world, caller, user)
    return route.handle({ request, caller, user, messages }, reply)
  })
  app.get<{ Params: { id: string } }>(`/users/:id/${route.path}`, async (request, reply) => {
    const caller = await getCaller(world, request)
    const { id } = request.params
    const user = readUser(caller.tenant, id)
    const isOwn = user !== undefined && user === caller.user
    requirePermission(request, caller, isOwn ? route.own : route.others)
    if (user === undefined) throw createInvalidUser(id)
    const messages = requireMailbox(world, caller, user)
    return route.handle({ request, caller, user, messages }, reply)
  })
}

/** The message that the path names. Throws 400 for what is no id and 404 for one of no message here. */
export function getMessage({ request, messages }: MailRequest): Message {
  const { message: id = '' } = request.params as { message?: string }
  if (id.startsWith('$')) throw createNotImplemented(`${id} of messages`)
  if (!isExchangeId(id)) throw createMalformedId()
  const message = messages.find((known) => known.id === id)
  if (message === undefined) throw createItemNotFound()
  return message
}
