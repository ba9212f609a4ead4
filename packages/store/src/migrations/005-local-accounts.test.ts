import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { hashSecret } from '../hash-secret.ts'
import { openStore } from '../open-store.ts'
import { saveEntraSignIn } from '../people.ts'
import { listSessionTokens } from '../session-tokens.ts'
import { readSession } from '../sessions.ts'
import { consumeSignInTransaction } from '../sign-ins.ts'
import { ADA, BEGIN, END, LATER } from '../testing/add-session.ts'
import { engines } from '../testing/engines.ts'
import { openAsItWas } from '../testing/open-as-it-was.ts'

/** Rows as the fourth migration knows them, in its own words. */
async function fill(db: Kysely<unknown>) {
  const statements = [
    sql`insert into organizations (tenant_id, display_name, updated_at)
      values (${ADA.tenantId}, 'Contoso', ${BEGIN})`,
    sql`insert into people (id, display_name, email, accent_color, theme, created_at, updated_at)
      values ('ada', 'Ada Admin', 'ada@contoso.test', 'green', 'dark', ${BEGIN}, ${BEGIN})`,
    sql`insert into entra_identities
      (tenant_id, object_id, person_id, mail, role_grants, has_photo, updated_at)
      values (${ADA.tenantId}, ${ADA.objectId}, 'ada', 'ada@contoso.test', '[]', 1, ${BEGIN})`,
    sql`insert into sessions
      (id, secret_hash, person_id, door, subject, created_at, last_seen_at, expires_at)
      values ('session', ${hashSecret('secret')}, 'ada', 'entra', 'subject', ${BEGIN}, ${BEGIN}, ${END})`,
    sql`insert into session_tokens (session_id, kind, resource, scopes, sealed)
      values ('session', 'refresh_token', '', '', 'sealed')`,
    sql`insert into sign_in_transactions (state_hash, browser_hash, purpose, nonce, code_verifier,
      return_to, scopes, started_at, expires_at) values (${hashSecret('state')},
      ${hashSecret('browser')}, 'sign_in', 'nonce', 'verifier', '/', 'openid', ${BEGIN}, ${END})`,
  ]
  for (const statement of statements) await statement.execute(db)
}

describe.each(engines)('on $name', ({ createEmptyDatabase }) => {
  it('a database from before local accounts keeps its people, sessions and started sign-ins', async () => {
    await using database = await createEmptyDatabase()
    const before = await openAsItWas(database.url, '004-setup')
    await fill(before)
    await before.destroy()

    await using store = await openStore(database.url)
    const limits = { now: LATER, idleSince: '2026-11-22T09:40:00.000Z' }
    expect(await readSession(store.db, 'secret', limits)).toMatchObject({
      id: 'session',
      isRemembered: false,
      linkOffer: null,
      person: {
        id: 'ada',
        displayName: 'Ada Admin',
        preferences: { accentColor: 'green', theme: 'dark', locale: null },
      },
      entra: { objectId: ADA.objectId, organizationName: 'Contoso', hasPhoto: true },
      local: null,
    })
    // It was not remembered, so it is still over for being unused.
    expect(await readSession(store.db, 'secret', { ...limits, idleSince: LATER })).toBeUndefined()
    expect(await listSessionTokens(store.db, 'session')).toHaveLength(1)
    expect(await saveEntraSignIn(store.db, ADA, 'another', LATER)).toBe('ada')
    const answer = { state: 'state', browserSecret: 'browser', now: LATER }
    expect(
      await consumeSignInTransaction(store.db, { ...answer, purposes: ['sign_in'] }),
    ).toMatchObject({ outcome: 'consumed', transaction: { sessionId: null } })
  })
})
