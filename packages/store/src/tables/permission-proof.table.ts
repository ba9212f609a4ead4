/** When a call that needs a permission last passed, in a tenant. */
export interface PermissionProofTable {
  tenant_id: string
  kind: 'delegated' | 'application'
  name: string
  proven_at: string
}
