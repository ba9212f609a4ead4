import { read } from '../answer.ts'
import type { Connection } from '../connection.ts'
import type { CallOptions, MessageDetail, MessagePage, Query } from '../models.ts'

/** Why somebody opens a mailbox that is not theirs: it is entered in the audit. */
interface ReasonOptions extends CallOptions {
  /** In plain words, of 1 to 500 characters. */
  reason: string
}

/** Other people's mail, for administrators. */
export function createMailCalls({ http }: Connection) {
  return {
    /** The newest messages of a mailbox, by its owner's object id, user principal name or mail address. */
    listMessages: (
      id: string,
      { reason, signal, ...query }: ReasonOptions & Query<'listMessages'>,
    ): Promise<MessagePage> =>
      read(
        http.GET('/api/users/{id}/messages', {
          params: { path: { id }, query, header: toHeader(reason) },
          ...(signal && { signal }),
        }),
      ),
    /** One message, with its HTML made harmless. */
    getMessage: (
      id: string,
      messageId: string,
      { reason, ...call }: ReasonOptions,
    ): Promise<MessageDetail> =>
      read(
        http.GET('/api/users/{id}/messages/{messageId}', {
          params: { path: { id, messageId }, header: toHeader(reason) },
          ...call,
        }),
      ),
  }
}

/** A header holds no more than ASCII. */
const toHeader = (reason: string) => ({ 'x-reason': encodeURIComponent(reason) })
