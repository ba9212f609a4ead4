import { type Db, type EntraSignIn, readUnlinkedLocalAccount } from '@vestibule/store'
import { toEmailKey } from './to-email-key.ts'

/**
 * The address of a local account that may be the same person's. An address proves nothing: the two
 * stay apart until somebody who is signed in to the one knows the password of the other.
 */
export async function findLinkOffer(
  db: Db,
  { mail, userPrincipalName }: Pick<EntraSignIn, 'mail' | 'userPrincipalName'>,
): Promise<string | null> {
  for (const address of [mail, userPrincipalName]) {
    const emailKey = address ? toEmailKey(address) : undefined
    const account = emailKey && (await readUnlinkedLocalAccount(db, emailKey))
    if (account) return account.email
  }
  return null
}
