/** An account of a Microsoft Entra tenant. Its key is (tenant id, object id), never an address. */
export interface EntraIdentityTable {
  tenant_id: string
  object_id: string
  person_id: string
  user_principal_name: string | null
  mail: string | null
  given_name: string | null
  surname: string | null
  job_title: string | null
  /** JSON: array of `RoleGrant`. */
  role_grants: string
  has_photo: 0 | 1
  updated_at: string
}
