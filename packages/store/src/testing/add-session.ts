import { randomUUID } from 'node:crypto'
import type { Db } from '../database.ts'
import { type EntraSignIn, saveEntraSignIn } from '../people.ts'
import type { SessionToken } from '../session-tokens.ts'
import { createSession, type NewSession } from '../sessions.ts'

/** When sessions of `addSession` begin and end, with a moment between. */
export const BEGIN = '2026-11-22T10:00:00.000Z'
export const LATER = '2026-11-22T10:10:00.000Z'
export const END = '2026-11-22T20:00:00.000Z'

export const ADA: EntraSignIn = {
  tenantId: 'tenant-1',
  objectId: 'object-1',
  displayName: 'Ada Admin',
  userPrincipalName: 'ada@contoso.test',
  mail: 'ada@contoso.test',
  givenName: 'Ada',
  surname: 'Admin',
  jobTitle: 'Head of IT',
  organizationName: 'Contoso',
  roleGrants: [{ role: 'Admin', source: 'directory_role', id: 'template' }],
  unaskedRoleSources: [],
  hasPhoto: true,
}

export const TOKEN: Omit<SessionToken, 'sessionId'> = {
  kind: 'access_token',
  resource: 'https://graph.microsoft.com',
  scopes: ['User.Read'],
  sealed: 'sealed',
  expiresAt: END,
}

/** A session that has just begun, of Ada unless another account is named. */
export async function addSession(
  db: Db,
  { tenantId = ADA.tenantId, ...session }: Partial<NewSession> & { tenantId?: string } = {},
): Promise<{ id: string; secret: string }> {
  const names = { id: randomUUID(), secret: randomUUID() }
  const personId = await saveEntraSignIn(db, { ...ADA, tenantId }, randomUUID(), BEGIN)
  await createSession(db, {
    ...names,
    personId,
    door: 'entra',
    authoritySessionId: 'sid-1',
    subject: 'subject-1',
    authenticatedAt: BEGIN,
    loginHint: 'hint',
    userAgent: 'a browser',
    ip: '127.0.0.1',
    createdAt: BEGIN,
    expiresAt: END,
    ...session,
  })
  return names
}
