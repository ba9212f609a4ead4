import type { Db } from './database.ts'
import { hashSecret } from './hash-secret.ts'
import { type Person, toPerson } from './people.ts'
import type { DeviceTable } from './tables/device.table.ts'

/** What is known of a browser from the last sign-in with it. */
export interface Device {
  door: DeviceTable['door']
  /** The name that the account has at that door. */
  hint: string | null
  /** The local account that was last signed in to, by the canonical form of its address. */
  knownEmailKey: string | null
  preferences: Person['preferences']
}

export interface DeviceSignIn {
  /** The secret in the browser's cookie; only its hash is stored. */
  secret: string
  personId: string
  door: DeviceTable['door']
  hint: string | null
  /** Undefined leaves what is known. */
  knownEmailKey: string | undefined
  expiresAt: string
}

/** Notes who has just signed in with a browser. */
export async function saveDevice(db: Db, device: DeviceSignIn): Promise<void> {
  const noted = {
    person_id: device.personId,
    door: device.door,
    hint: device.hint,
    known_email_key: device.knownEmailKey,
    expires_at: device.expiresAt,
  }
  await db
    .insertInto('devices')
    .values({ ...noted, secret_hash: hashSecret(device.secret) })
    .onConflict((conflict) => conflict.column('secret_hash').doUpdateSet(noted))
    .execute()
}

/** Undefined for a browser that nobody has signed in with, or not for long. */
export async function readDevice(db: Db, secret: string, now: string): Promise<Device | undefined> {
  const row = await db
    .selectFrom('devices as d')
    .innerJoin('people as p', 'p.id', 'd.person_id')
    .select(['d.door', 'd.hint', 'd.known_email_key'])
    .select(['p.id', 'p.display_name', 'p.email', 'p.accent_color', 'p.theme', 'p.locale'])
    .where('d.secret_hash', '=', hashSecret(secret))
    .where('d.expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    door: row.door,
    hint: row.hint,
    knownEmailKey: row.known_email_key,
    preferences: toPerson(row).preferences,
  }
}
