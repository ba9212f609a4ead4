/** A person of ours. How they get in (a Microsoft identity, a password) stands in other tables. */
export interface PersonTable {
  id: string
  display_name: string
  email: string | null
  accent_color: 'blue' | 'green' | 'grey'
  theme: 'system' | 'light' | 'dark'
  locale: string | null
  created_at: string
  updated_at: string
}
