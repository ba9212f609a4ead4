import { GraphRequestError } from '@vestibule/graph'
import { AppError } from '../app-error.ts'

const TEXTS = {
  no_drive:
    'Microsoft does not open the documents of this group to you. A private group opens them to its members only.',
  no_conversations:
    'Microsoft does not open the conversations of this group to you. A private group opens them to its members only.',
}

/**
 * What SharePoint or Exchange mean by refusing what a group has, in words.
 *
 * @param missing what it is where the group is there and has nothing of the kind. The directory has a code
 * of its own for a group that it does not know; which ones the others have is not documented.
 */
export function toGroupContentError(cause: unknown, missing: keyof typeof TEXTS): unknown {
  if (!(cause instanceof GraphRequestError)) return cause
  if (cause.failure === 'forbidden') {
    return new AppError('forbidden', { cause, detail: TEXTS[missing] })
  }
  const isKnown = cause.failure === 'not_found' && cause.code !== 'Request_ResourceNotFound'
  return isKnown ? new AppError(missing, { cause }) : cause
}
