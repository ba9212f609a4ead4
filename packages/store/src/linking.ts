import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import { moveSavedViews } from './saved-views.ts'
import { endAllSessions } from './session-list.ts'
import type { SessionTable } from './tables/session.table.ts'

export type LinkOutcome =
  | 'linked'
  /** The person has another Microsoft identity already. */
  | 'has_another'
  /** Another local account has this identity. */
  | 'held_by_another'
  /** One of the two is not there any more. */
  | 'gone'

/**
 * Joins a Microsoft identity to a person with a local account, whose id stays. Who had it alone is
 * merged into them: the identity, what refers to its person and its ended sessions go over, and the
 * person is deleted. All sessions of both end.
 */
export async function linkEntraIdentity(
  db: Db,
  link: { personId: string; tenantId: string; objectId: string },
  at: string,
): Promise<LinkOutcome> {
  const { personId, tenantId, objectId } = link
  return db.transaction().execute(async (tx) => {
    // The account, then the identity: always in this order. A sign-in has the identity alone.
    const account = await lockAccount(tx, personId)
    const identity = await tx
      .selectFrom('entra_identities')
      .select('person_id')
      .where('tenant_id', '=', tenantId)
      .where('object_id', '=', objectId)
      .$if(isPostgres(tx), (query) => query.forUpdate())
      .executeTakeFirst()
    if (!identity || !account) return 'gone'
    const { person_id: holderId } = identity
    if (holderId === personId) {
      await endAllSessions(tx, personId, at)
      return 'linked'
    }
    if (await selectIdentity(tx, personId).executeTakeFirst()) return 'has_another'
    // Not locked: nobody gets an account later on, and to give one up takes the identity too.
    if (await selectAccount(tx, holderId).executeTakeFirst()) return 'held_by_another'

    // Before they are moved, because it locks them in the order that whoever ends sessions keeps to.
    await endAllSessions(tx, holderId, at)
    const names = await tx
      .selectFrom('people')
      .select(['display_name', 'email'])
      .where('id', '=', holderId)
      .executeTakeFirstOrThrow()
    await tx
      .updateTable('people')
      .set({ ...names, updated_at: at })
      .where('id', '=', personId)
      .execute()
    for (const table of [
      'entra_identities',
      'sessions',
      'devices',
      'admin_consents',
      'batches',
    ] as const) {
      await tx
        .updateTable(table)
        .set({ person_id: personId })
        .where('person_id', '=', holderId)
        .execute()
    }
    await moveSavedViews(tx, { fromId: holderId, toId: personId })
    // Last, for a session of the holder that began meanwhile has come over alive.
    await endAllSessions(tx, personId, at)
    await tx.deleteFrom('people').where('id', '=', holderId).execute()
    return 'linked'
  })
}

/**
 * Takes one of a person's two ways in away, and ends all of their sessions.
 *
 * @returns false when it is not one of two.
 */
export async function unlinkDoor(
  db: Db,
  { personId, door }: { personId: string; door: SessionTable['door'] },
  at: string,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const account = await lockAccount(tx, personId)
    const identity = await selectIdentity(tx, personId)
      .$if(isPostgres(tx), (query) => query.forUpdate())
      .executeTakeFirst()
    if (!identity || !account) return false
    if (door === 'entra') {
      await tx.deleteFrom('entra_identities').where('person_id', '=', personId).execute()
    } else {
      await tx.deleteFrom('local_accounts').where('person_id', '=', personId).execute()
      await tx.deleteFrom('one_time_tokens').where('email_key', '=', account.email_key).execute()
    }
    const email = door === 'entra' ? account.email : (identity.mail ?? identity.user_principal_name)
    await tx
      .updateTable('people')
      .set({ email, updated_at: at })
      .where('id', '=', personId)
      .execute()
    await endAllSessions(tx, personId, at)
    return true
  })
}

/** Locked: whatever joins or parts two ways in waits for its turn here. */
function lockAccount(tx: Db, personId: string) {
  return selectAccount(tx, personId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst()
}

function selectAccount(tx: Db, personId: string) {
  return tx
    .selectFrom('local_accounts')
    .select(['email_key', 'email'])
    .where('person_id', '=', personId)
}

function selectIdentity(tx: Db, personId: string) {
  return tx
    .selectFrom('entra_identities')
    .select(['mail', 'user_principal_name'])
    .where('person_id', '=', personId)
}
