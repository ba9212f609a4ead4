import type { Db } from './database.ts'
import type { AdminConsentTable } from './tables/admin-consent.table.ts'
import type { PermissionProofTable } from './tables/permission-proof.table.ts'

export interface AdminConsent {
  tenantId: string
  answer: AdminConsentTable['answer']
  answeredAt: string
  personId: string
}

/** Notes what an administrator answered, in the place of the answer before. */
export async function saveAdminConsent(
  db: Db,
  { tenantId, answer, answeredAt, personId }: AdminConsent,
): Promise<void> {
  const row = { answer, answered_at: answeredAt, person_id: personId }
  await db
    .insertInto('admin_consents')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute()
}

/** The last answer, if there was one. */
export async function readAdminConsent(
  db: Db,
  tenantId: string,
): Promise<AdminConsent | undefined> {
  const row = await db
    .selectFrom('admin_consents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return (
    row && { tenantId, answer: row.answer, answeredAt: row.answered_at, personId: row.person_id }
  )
}

export interface PermissionProof {
  kind: PermissionProofTable['kind']
  name: string
  provenAt: string
}

/** Notes that calls passed that need these permissions. */
export async function savePermissionProofs(
  db: Db,
  tenantId: string,
  proofs: readonly PermissionProof[],
): Promise<void> {
  for (const { kind, name, provenAt } of proofs) {
    await db
      .insertInto('permission_proofs')
      .values({ tenant_id: tenantId, kind, name, proven_at: provenAt })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'kind', 'name']).doUpdateSet({ proven_at: provenAt }),
      )
      .execute()
  }
}

export async function listPermissionProofs(db: Db, tenantId: string): Promise<PermissionProof[]> {
  const rows = await db
    .selectFrom('permission_proofs')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .execute()
  return rows.map(({ kind, name, proven_at }) => ({ kind, name, provenAt: proven_at }))
}
