export interface SessionTable {
  /** Public and opaque: names the session in lists, opens nothing. */
  id: string
  /** SHA-256 of the secret id in the cookie; the secret itself is never stored. */
  secret_hash: string
  person_id: string
  door: 'entra' | 'local'
  /** `sid` of the authority, by which it can end the session. */
  authority_session_id: string | null
  /** `sub` of the ID token, by which a back-channel logout may name the person. */
  subject: string | null
  /** `auth_time` of the ID token: when the person last proved who they are. Null where it has none. */
  authenticated_at: string | null
  /** `login_hint` of the ID token: names the account at sign-out without an ID token. */
  login_hint: string | null
  /** 1: it lasts beyond the browser, and is not over for being unused. */
  is_remembered: 0 | 1
  /** The e-mail of an unlinked local account that this sign-in met, to be offered. */
  link_offer: string | null
  user_agent: string | null
  ip: string | null
  created_at: string
  last_seen_at: string
  expires_at: string
  /** Set once. An ended row stays as a tombstone, so that a late write cannot bring it back. */
  ended_at: string | null
}
