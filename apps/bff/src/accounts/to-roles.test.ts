import { expect, it } from 'vitest'
import { toRoles } from './to-roles.ts'

const nobody = { appRoles: [], directoryRoleTemplateIds: [], licenceSkuIds: [] }

it('a member of Global Administrator is Admin', () => {
  const directoryRoleTemplateIds = ['62e90394-69f5-4237-9190-012177145e10']
  expect(toRoles({ ...nobody, directoryRoleTemplateIds })).toEqual(['Admin'])
})

it('another directory role makes nobody Admin', () => {
  const directoryRoleTemplateIds = ['fe930be7-5e62-47db-91af-98c3a49a38b1']
  expect(toRoles({ ...nobody, directoryRoleTemplateIds })).toEqual([])
})

it.each(['94763226-9b3c-4e75-a931-5c89701abe66', '78e66a63-337a-4a9a-8959-41c6654dfb56'])(
  'a faculty licence makes a Teacher: %s',
  (sku) => expect(toRoles({ ...nobody, licenceSkuIds: [sku] })).toEqual(['Teacher']),
)

it.each(['314c4481-f395-4525-be8b-2ec4bb1e9d91', 'e82ae690-a2d5-4d76-8d30-7c6e01e6022e'])(
  'a student licence makes a Student: %s',
  (sku) => expect(toRoles({ ...nobody, licenceSkuIds: [sku] })).toEqual(['Student']),
)

it('app roles are kept under their own names, each once', () => {
  expect(toRoles({ ...nobody, appRoles: ['Batches.Write', 'Batches.Write'] })).toEqual([
    'Batches.Write',
  ])
})
