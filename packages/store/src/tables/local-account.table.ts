/** A way in by e-mail and password. A person has one at most, an address belongs to one. */
export interface LocalAccountTable {
  person_id: string
  /** The address in its one canonical form, by which it is looked up and compared. */
  email_key: string
  /** As it was typed. */
  email: string
  /** In PHC string format, with its parameters. */
  password_hash: string
  /** When somebody last proved to read the mail of that address. Null until then. */
  verified_at: string | null
  created_at: string
  password_changed_at: string
}
