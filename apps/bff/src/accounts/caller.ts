import type { EntraIdentity, Person, RoleGrant } from '@vestibule/store'
import type { JWTPayload } from 'jose'
import type { GraphTokens } from '../tokens/graph-tokens.ts'

/** Whoever asks the API for something: a person in their browser, a person through a client, or a client. */
export interface Caller {
  kind: 'session' | 'delegated' | 'app'
  /** Names the session or the bearer token, for what is kept for it alone. */
  id: string
  person: Person
  entra: EntraIdentity | null
  local: { email: string } | null
  /** What is shown: as the last sign-in stored it, and the bearer token says. */
  roleGrants: RoleGrant[]
  /** App roles of our registration that the token itself names. */
  appRoles: string[]
  /** The client that a bearer token was issued to. */
  clientId: string | null
  /** What the bearer token says; null for a session. */
  claims: JWTPayload | null
  graphTokens: GraphTokens
  /** The names of the roles that count now, for what not everybody may do. */
  readRoles(): Promise<string[]>
  /** Whether they would still be let in. */
  isAlive(): Promise<boolean>
}
