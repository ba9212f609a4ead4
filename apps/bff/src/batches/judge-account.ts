import type { ItemCode } from '@vestibule/contract'
import type { Account } from '@vestibule/graph'
import type { Batch, BatchItem, ItemOutcome } from '@vestibule/store'

export interface Rules {
  /** Object id of whoever asked for the batch. */
  ownId: string
  /** Object ids and user principal names that nobody disables from here, in lower case. */
  protectedAccounts: ReadonlySet<string>
  /** Enabled Global Administrators that this batch has not disabled. */
  administrators: ReadonlySet<string>
}

export type Judgement =
  | { kind: 'done'; outcome: ItemOutcome; code: ItemCode | null }
  | { kind: 'change'; to: boolean; isSynced: boolean }

/**
 * What is to be done with an account that was just looked at. A change that was asked for before and
 * got no answer is told from the account itself: it has changed as wanted, so it succeeded.
 */
export function judgeAccount(
  { action }: Pick<Batch, 'action'>,
  item: Pick<BatchItem, 'stage' | 'before' | 'expected'>,
  account: Account,
  rules: Rules,
): Judgement {
  if (action === 'query') return { kind: 'done', outcome: 'succeeded', code: null }
  const to = action === 'enable'
  const isSynced = account.onPremisesSyncEnabled === true
  const isAsWanted = account.accountEnabled === to
  if (item.stage === 'writing' && isAsWanted && item.before !== to) {
    return isSynced
      ? { kind: 'done', outcome: 'willBeReverted', code: 'synced_from_ad' }
      : { kind: 'done', outcome: 'succeeded', code: null }
  }
  if (
    item.stage === 'pending' &&
    item.expected !== null &&
    account.accountEnabled !== item.expected
  ) {
    return { kind: 'done', outcome: 'unchanged', code: 'changed_since' }
  }
  if (isAsWanted) return { kind: 'done', outcome: 'unchanged', code: null }
  const code = to ? undefined : whyNotDisable(account, rules)
  return code ? { kind: 'done', outcome: 'refused', code } : { kind: 'change', to, isSynced }
}

function whyNotDisable(
  { id, userPrincipalName }: Account,
  { ownId, protectedAccounts, administrators }: Rules,
): ItemCode | undefined {
  if (id === ownId) return 'yourself'
  const names = [id, userPrincipalName ?? ''].map((name) => name.toLowerCase())
  if (names.some((name) => protectedAccounts.has(name))) return 'protected'
  const isLast = administrators.has(id) && administrators.size === 1
  return isLast ? 'last_administrator' : undefined
}
