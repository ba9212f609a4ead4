import type { Selectable } from 'kysely'
import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import type { EntraIdentityTable } from './tables/entra-identity.table.ts'
import type { PersonTable } from './tables/person.table.ts'

export interface Person {
  id: string
  displayName: string
  email: string | null
  preferences: {
    accentColor: PersonTable['accent_color']
    theme: PersonTable['theme']
    locale: string | null
  }
}

/** A role with where it comes from. */
export interface RoleGrant {
  role: string
  source: 'directory_role' | 'licence' | 'app_role'
  /** Template id, SKU id, or the app role's value. */
  id: string
}

/** A Microsoft Entra account as its last sign-in left it. */
export interface EntraIdentity {
  tenantId: string
  objectId: string
  userPrincipalName: string | null
  mail: string | null
  givenName: string | null
  surname: string | null
  jobTitle: string | null
  organizationName: string | null
  roleGrants: RoleGrant[]
  hasPhoto: boolean
}

/** What a sign-in says of an Entra account. An undefined field leaves what is known of it. */
export interface EntraSignIn {
  tenantId: string
  objectId: string
  displayName: string
  userPrincipalName: string | null
  mail: string | null | undefined
  givenName: string | null | undefined
  surname: string | null | undefined
  jobTitle: string | null | undefined
  organizationName: string | undefined
  roleGrants: RoleGrant[]
  /** Where could not be asked: roles known from there before stay. */
  unaskedRoleSources: RoleGrant['source'][]
  hasPhoto: boolean | undefined
}

/**
 * Stores what a sign-in said of an Entra account and returns the id of its person, who is made at
 * the first one. The account is found by (tenant id, object id) alone.
 *
 * @param newPersonId the id a person gets who was not known before
 */
export async function saveEntraSignIn(
  db: Db,
  signIn: EntraSignIn,
  newPersonId: string,
  at: string,
): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await saveOrganization(tx, signIn, at)
    const known =
      (await selectKnown(tx, signIn).executeTakeFirst()) ??
      (await createPerson(tx, signIn, newPersonId, at))
    if (!known) return newPersonId
    const { mail = known.mail } = signIn
    await tx
      .updateTable('people')
      .set(toNames(signIn, mail, at))
      .where('id', '=', known.person_id)
      .execute()
    await tx
      .updateTable('entra_identities')
      .set({
        ...fromEntraSignIn(signIn, at),
        role_grants: JSON.stringify(withUnasked(signIn, JSON.parse(known.role_grants))),
      })
      .where('person_id', '=', known.person_id)
      .execute()
    return known.person_id
  })
}

/** Locked, because what is kept of its roles must be of the sign-in just before. */
function selectKnown(tx: Db, { tenantId, objectId }: EntraSignIn) {
  return tx
    .selectFrom('entra_identities')
    .select(['person_id', 'mail', 'role_grants'])
    .where('tenant_id', '=', tenantId)
    .where('object_id', '=', objectId)
    .$if(isPostgres(tx), (query) => query.forNoKeyUpdate())
}

/** Where another first sign-in of the account was faster, makes nobody and returns what it made. */
async function createPerson(tx: Db, signIn: EntraSignIn, id: string, at: string) {
  await tx
    .insertInto('people')
    .values({
      ...toNames(signIn, signIn.mail ?? null, at),
      id,
      accent_color: 'blue',
      theme: 'system',
      locale: null,
      created_at: at,
    })
    .execute()
  const identity = await tx
    .insertInto('entra_identities')
    .values({
      ...fromEntraSignIn(signIn, at),
      has_photo: toFlag(signIn.hasPhoto ?? false),
      tenant_id: signIn.tenantId,
      object_id: signIn.objectId,
      person_id: id,
    })
    // Not `doNothing`, which locks nothing: whoever unlinks could take the account away again.
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'object_id']).doUpdateSet({ updated_at: at }),
    )
    .returning(['person_id', 'mail', 'role_grants'])
    .executeTakeFirstOrThrow()
  if (identity.person_id === id) return undefined
  await tx.deleteFrom('people').where('id', '=', id).execute()
  return identity
}

function toNames(signIn: EntraSignIn, mail: string | null, at: string) {
  return {
    display_name: signIn.displayName,
    email: mail ?? signIn.userPrincipalName,
    updated_at: at,
  }
}

function withUnasked(signIn: EntraSignIn, known: RoleGrant[]): RoleGrant[] {
  const kept = known.filter(({ source }) => signIn.unaskedRoleSources.includes(source))
  return [...signIn.roleGrants, ...kept]
}

/** Only when it says something new: all sign-ins of a tenant would wait for each other at this row. */
async function saveOrganization(tx: Db, { tenantId, organizationName }: EntraSignIn, at: string) {
  const known = await tx
    .selectFrom('organizations')
    .select('display_name')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  if (known && (organizationName ?? known.display_name) === known.display_name) return
  const name = { display_name: organizationName, updated_at: at }
  await tx
    .insertInto('organizations')
    .values({ ...name, tenant_id: tenantId, display_name: organizationName ?? null })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(name))
    .execute()
}

/** Kysely leaves an undefined column out of an update, and an insert leaves it null. */
function fromEntraSignIn(signIn: EntraSignIn, at: string) {
  return {
    user_principal_name: signIn.userPrincipalName,
    mail: signIn.mail,
    given_name: signIn.givenName,
    surname: signIn.surname,
    job_title: signIn.jobTitle,
    role_grants: JSON.stringify(signIn.roleGrants),
    has_photo: signIn.hasPhoto === undefined ? undefined : toFlag(signIn.hasPhoto),
    updated_at: at,
  }
}

/** Keeps what a person likes; what is not named stays. */
export async function savePreferences(
  db: Db,
  personId: string,
  { accentColor, theme, locale }: Partial<Person['preferences']>,
  at: string,
): Promise<Person['preferences']> {
  const row = await db
    .updateTable('people')
    .set({ accent_color: accentColor, theme, locale, updated_at: at })
    .where('id', '=', personId)
    .returning(['accent_color', 'theme', 'locale'])
    .executeTakeFirstOrThrow()
  return { accentColor: row.accent_color, theme: row.theme, locale: row.locale }
}

/** What is read of a person: `p`, of their accounts `e` and `l`, and of the organisation `o`. */
export const PERSON_COLUMNS = [
  'p.id',
  'p.display_name',
  'p.email',
  'p.accent_color',
  'p.theme',
  'p.locale',
  'e.tenant_id',
  'e.object_id',
  'e.user_principal_name',
  'e.mail',
  'e.given_name',
  'e.surname',
  'e.job_title',
  'e.role_grants',
  'e.has_photo',
  'o.display_name as organization_name',
  'l.email as local_email',
] as const

export function toPerson(row: Omit<Selectable<PersonTable>, 'created_at' | 'updated_at'>): Person {
  return {
    id: row.id,
    displayName: row.display_name,
    email: row.email,
    preferences: { accentColor: row.accent_color, theme: row.theme, locale: row.locale },
  }
}

type EntraColumns = Omit<Selectable<EntraIdentityTable>, 'person_id' | 'updated_at'>
type OuterJoined = { [Column in keyof EntraColumns]: EntraColumns[Column] | null } & {
  organization_name: string | null
}

/** Null where the person has no Entra account, which an outer join gives as empty columns. */
export function toEntraIdentity(row: OuterJoined): EntraIdentity | null {
  if (row.tenant_id === null || row.object_id === null || row.role_grants === null) return null
  return {
    tenantId: row.tenant_id,
    objectId: row.object_id,
    userPrincipalName: row.user_principal_name,
    mail: row.mail,
    givenName: row.given_name,
    surname: row.surname,
    jobTitle: row.job_title,
    organizationName: row.organization_name,
    roleGrants: JSON.parse(row.role_grants),
    hasPhoto: row.has_photo === 1,
  }
}

/** SQLite has no boolean. */
function toFlag(value: boolean): 0 | 1 {
  return value ? 1 : 0
}
