import { GraphError } from '../graph-error.ts'

/** Exchange's own words for a person that the directory does not have. */
export function createInvalidUser(id: string): GraphError {
  return new GraphError(404, 'ErrorInvalidUser', `The requested user '${id}' is invalid.`)
}

export function createNoMailbox(): GraphError {
  return new GraphError(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  )
}

/** An application access policy keeps an application away from this mailbox. */
export function createMailboxDenied(): GraphError {
  return new GraphError(
    403,
    'ErrorAccessDenied',
    'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
  )
}

export function createItemNotFound(): GraphError {
  return new GraphError(
    404,
    'ErrorItemNotFound',
    'The specified object was not found in the store.',
  )
}

export function createMalformedId(): GraphError {
  return new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.')
}
