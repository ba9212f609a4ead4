import { randomUUID } from 'node:crypto'
import type { Db } from '../database.ts'
import { createLocalAccount, type NewLocalAccount } from '../local-accounts.ts'
import { BEGIN } from './add-session.ts'

/** A local account of somebody new, whose address nobody has verified unless that is said. */
export async function addLocalAccount(
  db: Db,
  account: Partial<NewLocalAccount> = {},
): Promise<NewLocalAccount> {
  const name = randomUUID()
  const whole: NewLocalAccount = {
    personId: name,
    emailKey: `${name}@mail.test`,
    email: `${name}@Mail.test`,
    passwordHash: 'hash',
    verifiedAt: null,
    displayName: 'Lea Local',
    accentColor: 'green',
    ...account,
  }
  await createLocalAccount(db, whole, BEGIN)
  return whole
}
