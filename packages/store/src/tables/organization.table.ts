export interface OrganizationTable {
  tenant_id: string
  display_name: string | null
  updated_at: string
}
