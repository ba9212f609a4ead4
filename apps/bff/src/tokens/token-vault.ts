import { hkdfSync } from 'node:crypto'
import {
  checkKeyRing,
  type Db,
  type Lease,
  listSessionTokens,
  readSessionToken,
  type SaveOutcome,
  type SessionToken,
  saveSessionTokens,
  seal,
  toTokenRow,
  unseal,
} from '@vestibule/store'
import type { IDToken } from 'openid-client'
import type { IdTokenFacts } from '../auth/sign-in-proof.ts'
import type { TokenKeys } from '../config/token-keys.ts'
import { openSealed } from './open-sealed.ts'

/** A session that may use its tokens: only who holds the cookie's secret can open them. */
export interface SessionHandle {
  id: string
  secret: string
}

export interface AccessToken {
  value: string
  resource: string
  scopes: string[]
  expiresAt: Date
}

/** What a token answer brings, to be kept in the place of what was there. */
interface TokensToKeep {
  accessToken: AccessToken
  refreshToken?: string | undefined
  idToken?: IdTokenFacts | undefined
}

/** Where a session's tokens are kept, sealed for that session and row. */
export interface TokenVault {
  /**
   * Keeps nothing, and says why, when the session has ended meanwhile or the lease was lost.
   *
   * @param lease under which the tokens were fetched
   */
  save(session: SessionHandle, tokens: TokensToKeep, lease?: Lease): Promise<SaveOutcome>
  readAccessToken(session: SessionHandle, resource: string): Promise<AccessToken | undefined>
  readRefreshToken(session: SessionHandle): Promise<string | undefined>
  /** What the ID token said, and what was checked of it. */
  readIdToken(session: SessionHandle): Promise<IdTokenFacts | undefined>
  readIdTokenClaims(session: SessionHandle): Promise<IDToken | undefined>
  /** All of them, opened, to be kept for another session. */
  readAll(session: SessionHandle): Promise<KeptTokens>
  saveAll(session: SessionHandle, tokens: KeptTokens): Promise<SaveOutcome>
  /** Whether our keys are those that this database is used with. */
  checkKeys(): Promise<boolean>
  /** What each access token is good for. Opens none of them. */
  listAccessTokens(session: SessionHandle): Promise<Omit<AccessToken, 'value'>[]>
}

type Row = Omit<SessionToken, 'sessionId'>

/** What a session has, opened. */
export type KeptTokens = (Omit<Row, 'sealed'> & { value: string })[]

export function createTokenVault({ db, keys }: { db: Db; keys: TokenKeys }): TokenVault {
  const toContext = (
    session: SessionHandle,
    { kind, resource }: Pick<Row, 'kind' | 'resource'>,
  ) => ({
    ring: keys.current(),
    sessionKey: deriveSessionKey(session.secret),
    row: toTokenRow({ sessionId: session.id, kind, resource }),
  })

  async function toRow(session: SessionHandle, row: Omit<Row, 'sealed'>, value: string) {
    return { ...row, sealed: await seal(value, toContext(session, row)) }
  }

  async function open(session: SessionHandle, kind: Row['kind'], resource = '') {
    const row = await readSessionToken(db, session.id, kind, resource)
    if (!row) return undefined
    const value = await openSealed(keys, () => unseal(row.sealed, toContext(session, row)))
    return { ...row, value }
  }

  async function readIdToken(session: SessionHandle): Promise<IdTokenFacts | undefined> {
    const row = await open(session, 'id_token_claims')
    return row && JSON.parse(row.value)
  }

  return {
    async save(session, { accessToken, refreshToken, idToken }, lease) {
      const { resource, scopes, expiresAt, value } = accessToken
      const rows = [
        await toRow(
          session,
          { kind: 'access_token', resource, scopes, expiresAt: expiresAt.toISOString() },
          value,
        ),
      ]
      const whole = { resource: '', scopes: [], expiresAt: null }
      if (refreshToken) {
        rows.push(await toRow(session, { ...whole, kind: 'refresh_token' }, refreshToken))
      }
      if (idToken) {
        const facts = JSON.stringify(idToken)
        rows.push(await toRow(session, { ...whole, kind: 'id_token_claims' }, facts))
      }
      return saveSessionTokens(db, session.id, rows, lease)
    },

    async readAccessToken(session, resource) {
      const row = await open(session, 'access_token', resource)
      return row && { ...toAccessTokenFacts(row), value: row.value }
    },

    async readRefreshToken(session) {
      return (await open(session, 'refresh_token'))?.value
    },

    readIdToken,

    async readIdTokenClaims(session) {
      return (await readIdToken(session))?.claims
    },

    async readAll(session) {
      const rows = await listSessionTokens(db, session.id)
      const opened = rows.map(({ kind, resource }) => open(session, kind, resource))
      return (await Promise.all(opened)).filter((row) => row !== undefined)
    },

    async saveAll(session, tokens) {
      const rows = tokens.map(({ value, kind, resource, scopes, expiresAt }) =>
        toRow(session, { kind, resource, scopes, expiresAt }, value),
      )
      return saveSessionTokens(db, session.id, await Promise.all(rows))
    },

    async checkKeys() {
      const fits = () => checkKeyRing(db, keys.current())
      return (await fits()) || (keys.reload() && fits())
    },

    async listAccessTokens(session) {
      const rows = await listSessionTokens(db, session.id)
      return rows.filter(({ kind }) => kind === 'access_token').map(toAccessTokenFacts)
    },
  }
}

function toAccessTokenFacts({ resource, scopes, expiresAt }: Row): Omit<AccessToken, 'value'> {
  return { resource, scopes, expiresAt: new Date(expiresAt ?? 0) }
}

/**
 * The inner key of the two: derived from the cookie's secret, of which the database holds only a
 * hash. HKDF (RFC 5869) with a purpose of its own, so that neither tells anything of the other.
 */
function deriveSessionKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'vestibule session token key', 32))
}
