import type { Selectable } from 'kysely'
import type { Db } from './open-store.ts'
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
    const known = await tx
      .selectFrom('entra_identities')
      .select(['person_id', 'mail', 'role_grants'])
      .where('tenant_id', '=', signIn.tenantId)
      .where('object_id', '=', signIn.objectId)
      .executeTakeFirst()
    const mail = signIn.mail === undefined ? (known?.mail ?? null) : signIn.mail
    const person = {
      display_name: signIn.displayName,
      email: mail ?? signIn.userPrincipalName,
      updated_at: at,
    }
    if (known) {
      await tx.updateTable('people').set(person).where('id', '=', known.person_id).execute()
      await tx
        .updateTable('entra_identities')
        .set(fromEntraSignIn(signIn, at))
        .set('role_grants', JSON.stringify(withUnasked(signIn, JSON.parse(known.role_grants))))
        .where('person_id', '=', known.person_id)
        .execute()
      return known.person_id
    }
    await tx
      .insertInto('people')
      .values({
        ...person,
        id: newPersonId,
        accent_color: 'blue',
        theme: 'system',
        locale: null,
        created_at: at,
      })
      .execute()
    await tx
      .insertInto('entra_identities')
      .values({
        ...fromEntraSignIn(signIn, at),
        has_photo: toFlag(signIn.hasPhoto ?? false),
        tenant_id: signIn.tenantId,
        object_id: signIn.objectId,
        person_id: newPersonId,
      })
      .execute()
    return newPersonId
  })
}

function withUnasked(signIn: EntraSignIn, known: RoleGrant[]): RoleGrant[] {
  const kept = known.filter(({ source }) => signIn.unaskedRoleSources.includes(source))
  return [...signIn.roleGrants, ...kept]
}

async function saveOrganization(tx: Db, signIn: EntraSignIn, at: string) {
  const name = { display_name: signIn.organizationName, updated_at: at }
  await tx
    .insertInto('organizations')
    .values({ ...name, tenant_id: signIn.tenantId, display_name: signIn.organizationName ?? null })
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
