import {
  createGraph,
  type Graph,
  GraphRequestError,
  getUser,
  type ListedUser,
  listUsers,
} from '@vestibule/graph'
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
  /** Object id, user principal name or mail address. */
  id: string
  /** As the header has it: percent-encoded UTF-8. */
  reason: string
  /** What is entered in the audit, such as `mailbox.list`. */
  action: string
  details?: Record<string, string | number>
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal
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
 * @throws {AppError} `forbidden`, `invalid_request`, `mailbox_not_listed`, `app_consent_required`
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
  const accessToken = await appTokens.getAppToken({
    tenantId: caller.entra?.tenantId ?? '',
    resource: config.graph.resource,
  })
  const graph = createGraph({ ...context.graph, accessToken, signal: wish.signal })
  const owner = await findOwner(graph, wish.id)
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
  if (!isAllowed) throw new AppError('mailbox_not_listed')
  return { graph, ownerId: owner.id }
}

/** By a mail address whoever is known by another name: that is what stands in a message. */
async function findOwner(graph: Graph, id: string): Promise<ListedUser> {
  try {
    return await getUser(graph, id).catch(async (error: unknown) => {
      const isNobody = error instanceof GraphRequestError && error.failure === 'not_found'
      if (!isNobody || !id.includes('@')) throw error
      const { users } = await listUsers(graph, {
        filters: [{ property: 'mail', value: id }],
        orderBy: { property: 'displayName', descending: false },
        top: 2,
      })
      const [owner] = users
      // An address of two is nobody's in particular.
      if (owner === undefined || users.length > 1) throw error
      return owner
    })
  } catch (cause) {
    const isRefused = cause instanceof GraphRequestError && cause.failure === 'forbidden'
    throw isRefused ? toConsentError(cause, 'User.Read.All') : cause
  }
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
    return new AppError('mailbox_missing', { cause })
  }
  if (error.failure !== 'forbidden') return error
  if (/\bRAOP\b|OData is disabled/i.test(error.message)) {
    const detail =
      'Exchange keeps Vestibule out of this mailbox: an application access policy, or RBAC for Applications, does not name it.'
    return new AppError('mailbox_denied', { cause, detail })
  }
  // Exchange says no more. Where RBAC for Applications stands in place of the permission, it means this one mailbox.
  return toConsentError(cause, 'Mail.Read')
}

function toConsentError(cause: GraphRequestError, scope: string): AppError {
  const detail = `The application permission ${scope} has not been granted.`
  return new AppError('app_consent_required', { cause, detail, scopes: [scope] })
}
