import { createGraph, type Graph, GraphRequestError, getUser } from '@vestibule/graph'
import { recordAuditEvent } from '@vestibule/store'
import type { Caller } from '../accounts/caller.ts'
import { readCurrentRoles } from '../accounts/read-current-roles.ts'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'

/** The app role for reading mail, of people and of applications. */
export const MAIL_APP_ROLE = 'Mail.Read'

/** Who may open mailboxes. */
export const MAIL_ROLES = ['Admin', MAIL_APP_ROLE]

interface Wish {
  /** Object id or user principal name. */
  id: string
  /** As the header has it: percent-encoded UTF-8. */
  reason: string
  /** What is entered in the audit, such as `mailbox.list`. */
  action: string
  details?: Record<string, string | number>
}

/** A mailbox that its owner did not open. */
export interface OpenMailbox {
  /** Graph, as our own application. */
  graph: Graph
  ownerId: string
}

const LONGEST_REASON = 500

/**
 * Opens somebody's mailbox for whoever may, and enters it in the audit before anything is read. The
 * application's own access reaches every mailbox that Exchange lets it: so who asks is judged here, by
 * what Graph says of their roles now, before the application's access is used at all.
 *
 * @throws {AppError} `forbidden`, `invalid_request`, `not_found`
 * @throws {AppTokenError} the application has no access of its own
 * @throws {GraphRequestError}
 */
export async function openMailbox(
  context: AppContext,
  caller: Caller,
  wish: Wish,
): Promise<OpenMailbox> {
  const { config, appTokens, store, now } = context
  const reason = readReason(wish.reason)
  const roles = await readCurrentRoles(context.graph, caller)
  if (!MAIL_ROLES.some((role) => roles.includes(role))) {
    throw new AppError('forbidden', { detail: 'You do not have the role for this any more.' })
  }
  const accessToken = await appTokens.getAppToken({ resource: config.graph.resource })
  const graph = createGraph({ ...context.graph, accessToken })
  const owner = await getUser(graph, wish.id)
  const names = [owner.id, owner.userPrincipalName, owner.mail].map((name) => name?.toLowerCase())
  const isAllowed = config.mailboxes?.some((name) => names.includes(name)) ?? true
  await recordAuditEvent(store.db, {
    at: now().toISOString(),
    tenantId: caller.entra?.tenantId ?? '',
    actor: {
      personId: caller.person.id,
      objectId: caller.entra?.objectId ?? null,
      name: caller.person.displayName,
    },
    action: wish.action,
    target: { id: owner.id, name: owner.userPrincipalName ?? owner.id },
    outcome: isAllowed ? 'opened' : 'refused',
    reason,
    details: { ...(caller.clientId !== null && { client: caller.clientId }), ...wish.details },
  })
  if (!isAllowed) {
    const detail = 'This mailbox is not among those that may be opened here.'
    throw new AppError('forbidden', { detail })
  }
  return { graph, ownerId: owner.id }
}

function readReason(encoded: string): string {
  try {
    const reason = decodeURIComponent(encoded).trim()
    if (reason !== '' && [...reason].length <= LONGEST_REASON) return reason
  } catch {
    // Told below.
  }
  const message = `X-Reason must hold 1 to ${LONGEST_REASON} characters, percent-encoded UTF-8.`
  throw new AppError('invalid_request', {
    detail: message,
    errors: [{ path: 'x-reason', message }],
  })
}

/** What Exchange means by refusing, in words. What it says of no mailbox in particular is passed on. */
export function toMailboxError(error: unknown): unknown {
  if (!(error instanceof GraphRequestError)) return error
  const cause = error
  if (error.code === 'MailboxNotEnabledForRESTAPI') {
    return new AppError('not_found', { cause, detail: 'This person has no mailbox.' })
  }
  if (error.failure !== 'forbidden') return error
  if (/\bRAOP\b|OData is disabled/i.test(error.message)) {
    const detail =
      'Exchange keeps Vestibule out of this mailbox: an application access policy, or RBAC for Applications, does not name it.'
    return new AppError('forbidden', { cause, detail })
  }
  const detail =
    'Vestibule may not read mail: the application permission Mail.Read has not been granted.'
  return new AppError('not_configured', { cause, detail })
}
