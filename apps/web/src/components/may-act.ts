import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../api/queries.ts'
import { hasFeature } from '../features.ts'

const ROLES = ['Admin', 'Batches.Write']

/** Whether somebody with these roles is offered to act on accounts. The server decides, and Graph after it. */
export function mayActOnAccounts(roles: readonly string[] | undefined): boolean {
  return hasFeature('batches') && (roles?.some((role) => ROLES.includes(role)) ?? false)
}

/** The same for the signed-in person; undefined while nobody knows. */
export function useMayAct(): boolean | undefined {
  const { data: me } = useQuery(meQuery)
  return me && mayActOnAccounts(me.roles)
}
