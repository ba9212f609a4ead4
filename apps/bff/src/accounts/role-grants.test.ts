import { expect, it } from 'vitest'
import { toRoleGrants, toRoles } from './role-grants.ts'

const nobody = { appRoles: [], directoryRoleTemplateIds: [], licenceSkuIds: [] }
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'

it('a member of Global Administrator is Admin', () => {
  const directoryRoleTemplateIds = [GLOBAL_ADMINISTRATOR]
  expect(toRoleGrants({ ...nobody, directoryRoleTemplateIds })).toEqual([
    { role: 'Admin', source: 'directory_role', id: GLOBAL_ADMINISTRATOR },
  ])
})

it('another directory role makes nobody Admin', () => {
  const directoryRoleTemplateIds = ['fe930be7-5e62-47db-91af-98c3a49a38b1']
  expect(toRoleGrants({ ...nobody, directoryRoleTemplateIds })).toEqual([])
})

it.each([
  ['Teacher', '94763226-9b3c-4e75-a931-5c89701abe66'],
  ['Teacher', '78e66a63-337a-4a9a-8959-41c6654dfb56'],
  ['Student', '314c4481-f395-4525-be8b-2ec4bb1e9d91'],
  ['Student', 'e82ae690-a2d5-4d76-8d30-7c6e01e6022e'],
])('the role %s comes from the licence %s', (role, sku) => {
  expect(toRoleGrants({ ...nobody, licenceSkuIds: [sku, sku] })).toEqual([
    { role, source: 'licence', id: sku },
  ])
})

it('app roles are kept under their own names', () => {
  expect(toRoleGrants({ ...nobody, appRoles: ['Batches.Write', 'Batches.Write'] })).toEqual([
    { role: 'Batches.Write', source: 'app_role', id: 'Batches.Write' },
  ])
})

it('a role that comes from two places is one role', () => {
  const directoryRoleTemplateIds = [GLOBAL_ADMINISTRATOR]
  const grants = toRoleGrants({ ...nobody, directoryRoleTemplateIds, appRoles: ['Admin'] })
  expect(grants).toHaveLength(2)
  expect(toRoles(grants)).toEqual(['Admin'])
})
