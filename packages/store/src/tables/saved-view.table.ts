/** A list of people with a name, of one person. */
export interface SavedViewTable {
  id: string
  tenant_id: string
  person_id: string
  name: string
  /** The name folded, of which a person has one each in a tenant. */
  name_key: string
  query: string
  is_shared: 0 | 1
  created_at: string
}
