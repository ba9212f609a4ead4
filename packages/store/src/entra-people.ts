import type { Db } from './database.ts'
import {
  type EntraIdentity,
  PERSON_COLUMNS,
  type Person,
  toEntraIdentity,
  toPerson,
} from './people.ts'

/** A person who has signed in with a Microsoft account before, here or with a token of another client. */
export interface EntraPerson {
  person: Person
  entra: EntraIdentity
  local: { email: string } | null
}

/** Found by (tenant id, object id) alone. Undefined for an account that never came before. */
export async function readEntraPerson(
  db: Db,
  { tenantId, objectId }: Pick<EntraIdentity, 'tenantId' | 'objectId'>,
): Promise<EntraPerson | undefined> {
  const row = await db
    .selectFrom('entra_identities as e')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .leftJoin('organizations as o', 'o.tenant_id', 'e.tenant_id')
    .leftJoin('local_accounts as l', 'l.person_id', 'e.person_id')
    .select([...PERSON_COLUMNS])
    .where('e.tenant_id', '=', tenantId)
    .where('e.object_id', '=', objectId)
    .executeTakeFirst()
  const entra = row && toEntraIdentity(row)
  if (!entra) return undefined
  const local = row.local_email === null ? null : { email: row.local_email }
  return { person: toPerson(row), entra, local }
}
