import type { FastifyInstance } from 'fastify'
import type { User } from '../../world/user.ts'
import type { World } from '../../world/world.ts'
import type { Caller } from '../caller.ts'
import { readOutlookQuery } from '../odata/outlook-query.ts'
import { toOutlookPage } from '../odata/to-outlook-page.ts'
import { hasPermission, permissionRules } from '../permission.ts'
import { toContext } from '../to-user.ts'
import { findMessages, sortableProperties } from './find-messages.ts'
import { getMessage, type MailRequest, registerMailRoute } from './mail-route.ts'
import { readBodyPreference } from './preferences.ts'
import { messageProperties, pickMessageProperties, toMessage } from './to-message.ts'

const type = {
  name: 'microsoft.graph.message',
  properties: messageProperties,
  sortable: sortableProperties,
}

function isBasic(caller: Caller, user: User): boolean {
  const rule =
    user === caller.user ? permissionRules.readOwnMailBodies : permissionRules.readMailBodies
  return !hasPermission(caller, rule)
}

/**
 * All messages of a mailbox, whatever folder they are in, and one of them.
 * https://learn.microsoft.com/graph/api/user-list-messages https://learn.microsoft.com/graph/api/message-get
 */
export function registerMessages(app: FastifyInstance, world: World): void {
  const rules = { own: permissionRules.readOwnMail, others: permissionRules.readMail }
  const toSet = ({ user }: MailRequest): string => `users('${user.graph.id}')/messages`
  registerMailRoute(app, world, {
    ...rules,
    path: 'messages',
    handle: (mail, reply) => {
      const query = readOutlookQuery(mail.request, type)
      const bodyType = readBodyPreference(mail.request, reply)
      const view = { select: query.select, isBasic: isBasic(mail.caller, mail.user) }
      return toOutlookPage({
        items: findMessages(mail.messages, query),
        query,
        origin: world.origin,
        context: toContext(world.origin, toSet(mail), query),
        show: (message) => pickMessageProperties(toMessage(message, bodyType), view),
      })
    },
  })
  registerMailRoute(app, world, {
    ...rules,
    path: 'messages/:message',
    handle: (mail, reply) => {
      const { select } = readOutlookQuery(mail.request, type)
      const message = toMessage(getMessage(mail), readBodyPreference(mail.request, reply))
      const view = { select, isBasic: isBasic(mail.caller, mail.user) }
      return {
        '@odata.context': toContext(world.origin, toSet(mail), { select, isEntity: true }),
        ...pickMessageProperties(message, view),
      }
    },
  })
}
