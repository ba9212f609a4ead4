import type { Db } from './database.ts'
import { hashSecret } from './hash-secret.ts'
import {
  insertLocalAccount,
  lockAccountByEmail,
  type NewLocalAccount,
  setPasswordByMail,
} from './local-accounts.ts'
import type { OneTimeTokenTable } from './tables/one-time-token.table.ts'

/** What waits for the link in the mail to be opened. Of the password only the hash. */
export type PendingRegistration = Pick<
  NewLocalAccount,
  'email' | 'displayName' | 'accentColor' | 'passwordHash'
>

export interface OneTimeToken {
  /** In the link; only its hash is stored. */
  secret: string
  purpose: OneTimeTokenTable['purpose']
  emailKey: string
  registration?: PendingRegistration
  expiresAt: string
}

export async function createOneTimeToken(db: Db, token: OneTimeToken): Promise<void> {
  await db
    .insertInto('one_time_tokens')
    .values({
      token_hash: hashSecret(token.secret),
      purpose: token.purpose,
      email_key: token.emailKey,
      registration: token.registration ? JSON.stringify(token.registration) : null,
      expires_at: token.expiresAt,
      consumed_at: null,
    })
    .execute()
}

interface Redemption {
  secret: string
  now: string
}

/** The address, in its canonical form, whose password a link would reset. Takes nothing. */
export async function readResetAddress(
  db: Db,
  redemption: Redemption,
): Promise<string | undefined> {
  return (await selectOpen(db, 'reset_password', redemption).executeTakeFirst())?.email_key
}

/** The registration that a link belongs to, while it can be redeemed. */
export async function readPendingRegistration(
  db: Db,
  redemption: Redemption,
): Promise<PendingRegistration | undefined> {
  const row = await selectOpen(db, 'register', redemption).executeTakeFirst()
  return row?.registration ? JSON.parse(row.registration) : undefined
}

/**
 * Redeems the link to reset a password, once, together with what it is for.
 *
 * @returns the address's canonical form; undefined when the link is not good, or good no more.
 */
export async function redeemReset(
  db: Db,
  { passwordHash, ...redemption }: Redemption & { passwordHash: string },
): Promise<string | undefined> {
  return db.transaction().execute(async (tx) => {
    const token = await selectOpen(tx, 'reset_password', redemption).executeTakeFirst()
    if (!token) return undefined
    // The account before its links: who changes a password has the one and then voids the others.
    const account = await lockAccountByEmail(tx, token.email_key)
    if (!(await consume(tx, 'reset_password', redemption)) || !account) return undefined
    await setPasswordByMail(tx, account, { passwordHash, at: redemption.now })
    return token.email_key
  })
}

/**
 * Redeems the link of a registration, once, and makes the account.
 *
 * @returns the person's id; undefined when the link is not good any more, or the address was
 * registered meanwhile.
 */
export async function redeemRegistration(
  db: Db,
  { personId, ...redemption }: Redemption & { personId: string },
): Promise<string | undefined> {
  return db.transaction().execute(async (tx) => {
    const token = await selectOpen(tx, 'register', redemption).executeTakeFirst()
    if (!token?.registration) return undefined
    const registration: PendingRegistration = JSON.parse(token.registration)
    const account = {
      ...registration,
      personId,
      emailKey: token.email_key,
      verifiedAt: redemption.now,
    }
    // The account before its links, here too.
    if (!(await insertLocalAccount(tx, account, redemption.now))) return undefined
    if (!(await consume(tx, 'register', redemption))) {
      await tx.deleteFrom('people').where('id', '=', personId).execute()
      return undefined
    }
    await tx.deleteFrom('one_time_tokens').where('email_key', '=', token.email_key).execute()
    return personId
  })
}

/** One statement both looks and takes, so that of many at once one has it. */
async function consume(
  tx: Db,
  purpose: OneTimeTokenTable['purpose'],
  { secret, now }: Redemption,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('one_time_tokens')
    .set({ consumed_at: now })
    .where('token_hash', '=', hashSecret(secret))
    .where('purpose', '=', purpose)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

function selectOpen(db: Db, purpose: OneTimeTokenTable['purpose'], { secret, now }: Redemption) {
  return db
    .selectFrom('one_time_tokens')
    .select(['email_key', 'registration'])
    .where('token_hash', '=', hashSecret(secret))
    .where('purpose', '=', purpose)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
}
