import { hasFeature } from '../features.ts'

const ROLES = ['Admin', 'Mail.Read']

/** Whether somebody with these roles is offered to read other people's mail. The server decides. */
export function mayReadMail(roles: readonly string[] | undefined): boolean {
  return hasFeature('mail') && (roles?.some((role) => ROLES.includes(role)) ?? false)
}
