import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Db } from '../database.ts'
import { linkEntraIdentity } from '../linking.ts'
import type { NewLocalAccount } from '../local-accounts.ts'
import { type EntraSignIn, saveEntraSignIn } from '../people.ts'
import { addLocalAccount } from './add-local-account.ts'
import { ADA, BEGIN } from './add-session.ts'

/** Somebody new who has come by Microsoft only. */
export async function addEntraPerson(
  db: Db,
  changed: Partial<EntraSignIn> = {},
): Promise<{ personId: string; account: EntraSignIn }> {
  const account = { ...ADA, objectId: randomUUID(), ...changed }
  return { account, personId: await saveEntraSignIn(db, account, randomUUID(), BEGIN) }
}

/** Somebody new with a local account and a Microsoft identity. */
export async function addLinkedPerson(
  db: Db,
  changed: Partial<EntraSignIn & NewLocalAccount> = {},
): Promise<NewLocalAccount & { account: EntraSignIn }> {
  const { account } = await addEntraPerson(db, changed)
  const { verifiedAt = null } = changed
  const local = await addLocalAccount(db, { verifiedAt })
  const { tenantId, objectId } = account
  const link = { tenantId, objectId, personId: local.personId }
  expect(await linkEntraIdentity(db, link, BEGIN)).toBe('linked')
  return { ...local, account }
}
