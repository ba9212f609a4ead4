import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { UserBatch, UserBatchItem } from '@vestibule/client'
import type { BatchOutcome } from '../batch-outcomes.ts'

type Kind = Pick<UserBatch, 'action' | 'dryRun' | 'undoOf'>

export const ACTION_TEXTS: Record<UserBatch['action'], MessageDescriptor> = {
  query: msg`Look up`,
  disable: msg`Disable`,
  enable: msg`Enable`,
}

const SUCCEEDED: Record<
  UserBatch['action'],
  { done: MessageDescriptor; ahead: MessageDescriptor }
> = {
  query: { done: msg`Found`, ahead: msg`Found` },
  disable: { done: msg`Disabled`, ahead: msg`Will be disabled` },
  enable: { done: msg`Enabled`, ahead: msg`Will be enabled` },
}

const UNCHANGED: Record<UserBatch['action'], MessageDescriptor> = {
  query: msg`Unchanged`,
  disable: msg`Already disabled`,
  enable: msg`Already enabled`,
}

/** What came of an account, or in a dry run what would. */
export function toOutcomeText({ action, dryRun, undoOf }: Kind, outcome: BatchOutcome) {
  switch (outcome) {
    case 'succeeded':
      return dryRun ? SUCCEEDED[action].ahead : SUCCEEDED[action].done
    case 'unchanged':
      // Those too that somebody has changed since.
      return undoOf ? msg`Left as they are` : UNCHANGED[action]
    case 'willBeReverted':
      return msg`Active Directory will take it back`
    case 'refused':
      return msg`Refused`
    case 'notFound':
      return msg`Not found`
    case 'failed':
      return msg`Failed`
    case 'cancelled':
      return msg`Not done`
    case 'pending':
      return msg`Waiting`
  }
}

/** Our own codes. Any other is Graph's, which is shown as it is. */
const CODES: Record<string, MessageDescriptor> = {
  yourself: msg`This is your own account.`,
  protected: msg`This account is protected: whoever runs this application has said so.`,
  last_administrator: msg`No other enabled Global Administrator would be left.`,
  ambiguous: msg`Several accounts have this address. Give the object id or the user principal name.`,
  not_understood: msg`This is neither an address nor an object id.`,
  duplicate: msg`The same account stands further up in the list.`,
  synced_from_ad: msg`The account is kept in Active Directory, which will take the change back.`,
  changed_since: msg`Somebody has changed the account since: it is left as it is.`,
  revoke_failed: msg`The account is disabled, but its sign-in sessions could not be ended.`,
  uncertain: msg`The batch ended while this account was being changed. Look it up.`,
}

/** Why an account came to what it did, where the outcome does not say it. */
export function toWhy({ outcome, code }: Pick<UserBatchItem, 'outcome' | 'code'>) {
  if (code !== null && Object.hasOwn(CODES, code)) return CODES[code]
  if (outcome === 'notFound') return msg`Nobody in the directory has this address or id.`
  if (code === 'Authorization_RequestDenied') {
    return msg`Your directory role does not allow this for this account.`
  }
  return code === null ? undefined : msg`Microsoft did not do it.`
}

/** True for a code of Microsoft's, which helps whoever is asked for help. */
export function isGraphCode(code: string | null): code is string {
  return code !== null && !Object.hasOwn(CODES, code)
}
