import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type Store } from './open-store.ts'
import { type EntraSignIn, saveEntraSignIn } from './people.ts'

const at = '2026-11-22T10:00:00.000Z'
const ada: EntraSignIn = {
  tenantId: 'tenant-1',
  objectId: 'object-1',
  displayName: 'Ada Admin',
  userPrincipalName: 'ada@contoso.test',
  mail: 'ada@contoso.test',
  givenName: 'Ada',
  surname: 'Admin',
  jobTitle: 'Head of IT',
  organizationName: 'Contoso',
  roleGrants: [{ role: 'Admin', source: 'directory_role' as const, id: 'template' }],
  unaskedRoleSources: [],
  hasPhoto: true,
}

let store: Store
beforeAll(async () => {
  store = await openStore('file::memory:')
})
afterAll(() => store[Symbol.asyncDispose]())

const save = (signIn: EntraSignIn, newId: string) => saveEntraSignIn(store.db, signIn, newId, at)
const readIdentity = (objectId: string) =>
  store.db
    .selectFrom('entra_identities')
    .innerJoin('people', 'people.id', 'person_id')
    .innerJoin('organizations', 'organizations.tenant_id', 'entra_identities.tenant_id')
    .select(['person_id', 'mail', 'email', 'job_title', 'role_grants', 'has_photo'])
    .select('organizations.display_name as organization')
    .where('object_id', '=', objectId)
    .executeTakeFirstOrThrow()

it('a person is known again by tenant id and object id, whatever else has changed', async () => {
  const first = await save(ada, 'new-1')
  const again = await save({ ...ada, mail: 'ada@married.test', displayName: 'Ada B' }, 'new-2')
  expect(again).toBe(first)
})

it('the same address with another object id is another person', async () => {
  const first = await save(ada, 'new-3')
  expect(await save({ ...ada, objectId: 'object-2' }, 'new-4')).not.toBe(first)
})

it('the same object id in another tenant is another person', async () => {
  const first = await save(ada, 'new-5')
  expect(await save({ ...ada, tenantId: 'tenant-2' }, 'new-6')).not.toBe(first)
})

it('what a sign-in could not ask stays as it was, and what it was told empty becomes empty', async () => {
  const max = { ...ada, objectId: 'object-max' }
  await save(max, 'new-7')
  const unasked = {
    mail: undefined,
    jobTitle: undefined,
    organizationName: undefined,
    hasPhoto: undefined,
  }
  await save({ ...max, ...unasked }, 'unused')
  expect(await readIdentity('object-max')).toMatchObject({
    mail: 'ada@contoso.test',
    email: 'ada@contoso.test',
    job_title: 'Head of IT',
    organization: 'Contoso',
    has_photo: 1,
  })
  await save(
    { ...max, mail: null, jobTitle: null, userPrincipalName: 'max@contoso.test' },
    'unused',
  )
  expect(await readIdentity('object-max')).toMatchObject({
    mail: null,
    email: 'max@contoso.test',
    job_title: null,
  })
})

it('roles are those of the last sign-in', async () => {
  await save(ada, 'new-8')
  await save({ ...ada, roleGrants: [] }, 'unused')
  expect((await readIdentity('object-1')).role_grants).toBe('[]')
})

it('roles from where could not be asked stay', async () => {
  const tom = { ...ada, objectId: 'object-tom' }
  const teacher = { role: 'Teacher', source: 'licence' as const, id: 'sku' }
  await save({ ...tom, roleGrants: [...ada.roleGrants, teacher] }, 'new-9')
  await save({ ...tom, roleGrants: [], unaskedRoleSources: ['licence'] }, 'unused')
  expect(JSON.parse((await readIdentity('object-tom')).role_grants)).toEqual([teacher])
})
