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
  roles: string[]
}

export interface EntraSignIn extends EntraIdentity {
  displayName: string
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
      .select('person_id')
      .where('tenant_id', '=', signIn.tenantId)
      .where('object_id', '=', signIn.objectId)
      .executeTakeFirst()
    const personId = known?.person_id ?? newPersonId
    const person = {
      display_name: signIn.displayName,
      email: signIn.mail ?? signIn.userPrincipalName,
      updated_at: at,
    }
    await tx
      .insertInto('people')
      .values({
        ...person,
        id: personId,
        accent_color: 'blue',
        theme: 'system',
        locale: null,
        created_at: at,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(person))
      .execute()
    const identity = fromEntraIdentity(signIn, at)
    await tx
      .insertInto('entra_identities')
      .values({
        ...identity,
        tenant_id: signIn.tenantId,
        object_id: signIn.objectId,
        person_id: personId,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'object_id']).doUpdateSet(identity))
      .execute()
    return personId
  })
}

/** A sign-in that could not ask for the organisation's name keeps the one already known. */
async function saveOrganization(tx: Db, signIn: EntraSignIn, at: string) {
  await tx
    .insertInto('organizations')
    .values({ tenant_id: signIn.tenantId, display_name: signIn.organizationName, updated_at: at })
    .onConflict((conflict) =>
      signIn.organizationName === null
        ? conflict.column('tenant_id').doNothing()
        : conflict
            .column('tenant_id')
            .doUpdateSet({ display_name: signIn.organizationName, updated_at: at }),
    )
    .execute()
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
  if (row.tenant_id === null || row.object_id === null || row.roles === null) return null
  return {
    tenantId: row.tenant_id,
    objectId: row.object_id,
    userPrincipalName: row.user_principal_name,
    mail: row.mail,
    givenName: row.given_name,
    surname: row.surname,
    jobTitle: row.job_title,
    organizationName: row.organization_name,
    roles: JSON.parse(row.roles),
  }
}

function fromEntraIdentity(identity: EntraIdentity, at: string) {
  return {
    user_principal_name: identity.userPrincipalName,
    mail: identity.mail,
    given_name: identity.givenName,
    surname: identity.surname,
    job_title: identity.jobTitle,
    roles: JSON.stringify(identity.roles),
    updated_at: at,
  }
}
