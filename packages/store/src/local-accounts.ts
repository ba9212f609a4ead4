import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import { endAllSessions } from './session-list.ts'
import type { PersonTable } from './tables/person.table.ts'

/** A way in by e-mail and password. */
export interface LocalAccount {
  personId: string
  /** The canonical form, by which it is found. */
  emailKey: string
  /** As it was typed. */
  email: string
  passwordHash: string
  /** When somebody last proved to read the mail of that address. */
  verifiedAt: string | null
}

export interface NewLocalAccount extends LocalAccount {
  displayName: string
  accentColor: PersonTable['accent_color']
}

/**
 * Makes a person with a local account.
 *
 * @returns false when the address has an account already; then nothing was made.
 */
export async function createLocalAccount(
  db: Db,
  account: NewLocalAccount,
  at: string,
): Promise<boolean> {
  return db.transaction().execute((tx) => insertLocalAccount(tx, account, at))
}

/** The same within a transaction. */
export async function insertLocalAccount(
  tx: Db,
  account: NewLocalAccount,
  at: string,
): Promise<boolean> {
  await tx
    .insertInto('people')
    .values({
      id: account.personId,
      display_name: account.displayName,
      email: account.email,
      accent_color: account.accentColor,
      theme: 'system',
      locale: null,
      created_at: at,
      updated_at: at,
    })
    .execute()
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('local_accounts')
    .values({
      person_id: account.personId,
      email_key: account.emailKey,
      email: account.email,
      password_hash: account.passwordHash,
      verified_at: account.verifiedAt,
      created_at: at,
      password_changed_at: at,
    })
    .onConflict((conflict) => conflict.column('email_key').doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 1n) return true
  await tx.deleteFrom('people').where('id', '=', account.personId).execute()
  return false
}

/** By the canonical form of its address. */
export async function readLocalAccount(
  db: Db,
  emailKey: string,
): Promise<LocalAccount | undefined> {
  const row = await selectAccount(db).where('email_key', '=', emailKey).executeTakeFirst()
  return row && toLocalAccount(row)
}

export async function readLocalAccountOfPerson(
  db: Db,
  personId: string,
): Promise<LocalAccount | undefined> {
  const row = await selectAccount(db).where('person_id', '=', personId).executeTakeFirst()
  return row && toLocalAccount(row)
}

/** The same for an address whose account has no Microsoft identity yet. */
export async function readUnlinkedLocalAccount(
  db: Db,
  emailKey: string,
): Promise<LocalAccount | undefined> {
  const row = await selectAccount(db)
    .where('email_key', '=', emailKey)
    .where('person_id', 'not in', (query) =>
      query.selectFrom('entra_identities').select('person_id'),
    )
    .executeTakeFirst()
  return row && toLocalAccount(row)
}

/** Keeps the same password under newer parameters, unless it was changed meanwhile. */
export async function replacePasswordHash(
  db: Db,
  { personId, from, to }: { personId: string; from: string; to: string },
): Promise<void> {
  await db
    .updateTable('local_accounts')
    .set({ password_hash: to })
    .where('person_id', '=', personId)
    .where('password_hash', '=', from)
    .execute()
}

/**
 * Gives the account another password. All sessions of the person end, and links to reset it are void.
 *
 * @param change.from the hash that the old password was held against: of two changes at once, the
 * second finds another one
 * @returns false when it is not the password any more.
 */
export async function changePassword(
  db: Db,
  { personId, from, to }: { personId: string; from: string; to: string },
  at: string,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable('local_accounts')
      .set({ password_hash: to, password_changed_at: at })
      .where('person_id', '=', personId)
      .where('password_hash', '=', from)
      .returning('email_key')
      .executeTakeFirst()
    if (!changed) return false
    await tx.deleteFrom('one_time_tokens').where('email_key', '=', changed.email_key).execute()
    await endAllSessions(tx, personId, at)
    return true
  })
}

/** The account of an address, locked: what `setPasswordByMail` changes. */
export type LockedAccount = NonNullable<Awaited<ReturnType<typeof lockAccountByEmail>>>

export function lockAccountByEmail(tx: Db, emailKey: string) {
  return tx
    .selectFrom('local_accounts')
    .select(['person_id', 'email_key', 'email', 'verified_at'])
    .where('email_key', '=', emailKey)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst()
}

/**
 * Gives an account another password, its mail having been read just now. All sessions of the person
 * end. Where nobody had shown before that the address is theirs, whoever registered it may have been
 * somebody else: the Microsoft identity they linked goes.
 */
export async function setPasswordByMail(
  tx: Db,
  { person_id: personId, email_key: emailKey, email, verified_at: verifiedAt }: LockedAccount,
  { passwordHash, at }: { passwordHash: string; at: string },
): Promise<void> {
  await tx
    .updateTable('local_accounts')
    .set({ password_hash: passwordHash, password_changed_at: at, verified_at: at })
    .where('person_id', '=', personId)
    .execute()
  if (verifiedAt === null) {
    await tx.deleteFrom('entra_identities').where('person_id', '=', personId).execute()
    await tx
      .updateTable('people')
      .set({ email, updated_at: at })
      .where('id', '=', personId)
      .execute()
  }
  await tx.deleteFrom('one_time_tokens').where('email_key', '=', emailKey).execute()
  await endAllSessions(tx, personId, at)
}

function selectAccount(db: Db) {
  return db
    .selectFrom('local_accounts')
    .select(['person_id', 'email_key', 'email', 'password_hash', 'verified_at'])
}

function toLocalAccount(row: {
  person_id: string
  email_key: string
  email: string
  password_hash: string
  verified_at: string | null
}): LocalAccount {
  return {
    personId: row.person_id,
    emailKey: row.email_key,
    email: row.email,
    passwordHash: row.password_hash,
    verifiedAt: row.verified_at,
  }
}
