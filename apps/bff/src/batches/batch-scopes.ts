import type { Batch } from '@vestibule/store'

/** What a batch needs of Graph, on behalf of whoever asked for it. */
export function toBatchScopes({
  action,
  revokeSessions,
}: Pick<Batch, 'action' | 'revokeSessions'>): string[] {
  if (action === 'query') return ['User.Read.All']
  return [
    'User.Read.All',
    'User.EnableDisableAccount.All',
    'RoleManagement.Read.Directory',
    ...(revokeSessions ? ['User.RevokeSessions.All'] : []),
  ]
}
