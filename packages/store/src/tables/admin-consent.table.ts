/** What an administrator of a tenant answered last, as the browser brought it back: proof of nothing. */
export interface AdminConsentTable {
  tenant_id: string
  answer: 'granted' | 'refused'
  answered_at: string
  /** Who had been sent to answer. */
  person_id: string
}
