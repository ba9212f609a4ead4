import {
  ListMessagesQuery,
  MailboxPath,
  type MessageDetail,
  type MessagePage,
  MessagePath,
  ReasonHeaders,
} from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { MAIL_APP_ROLE, MAIL_ROLES, openMailbox } from '../mailboxes/open-mailbox.ts'
import { readMessage, readMessages } from '../mailboxes/read-messages.ts'
import { requireRecentSignIn } from '../plugins/require-recent-sign-in.ts'
import { requireRole } from '../plugins/require-role.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

const DEFAULT_TOP = 10

/** Other people's mail, for administrators. Nothing here can change any of it. */
export async function messagesRoutes(app: FastifyInstance, context: AppContext) {
  app.addHook('onRequest', requireRole(...MAIL_ROLES))
  app.addHook('onRequest', requireRecentSignIn(context))

  app.get<{ Params: MailboxPath; Querystring: ListMessagesQuery; Headers: ReasonHeaders }>(
    '/api/users/:id/messages',
    {
      schema: {
        operationId: 'listMessages',
        summary: 'The newest messages of a mailbox; entered in the audit',
        security: byCaller(MAIL_APP_ROLE),
        params: MailboxPath,
        querystring: ListMessagesQuery,
        headers: ReasonHeaders,
        response: { 200: Type.Unsafe<MessagePage>(Type.Ref('MessagePage')), ...problemResponses },
      },
    },
    async ({ caller, params, query, headers, signal }): Promise<MessagePage> => {
      const mailbox = await openMailbox(context, caller, {
        id: params.id,
        reason: headers['x-reason'],
        action: 'mailbox.list',
        signal,
      })
      return readMessages(mailbox, query.top ?? DEFAULT_TOP)
    },
  )

  app.get<{ Params: MessagePath; Headers: ReasonHeaders }>(
    '/api/users/:id/messages/:messageId',
    {
      schema: {
        operationId: 'getMessage',
        summary: 'One message, made harmless; entered in the audit',
        security: byCaller(MAIL_APP_ROLE),
        params: MessagePath,
        headers: ReasonHeaders,
        response: {
          200: Type.Unsafe<MessageDetail>(Type.Ref('MessageDetail')),
          ...problemResponses,
        },
      },
    },
    async ({ caller, params, headers, signal }): Promise<MessageDetail> => {
      const { id, messageId } = params
      const mailbox = await openMailbox(context, caller, {
        id,
        reason: headers['x-reason'],
        action: 'mailbox.read',
        signal,
        details: { message: messageId },
      })
      return readMessage(mailbox, messageId)
    },
  )
}
