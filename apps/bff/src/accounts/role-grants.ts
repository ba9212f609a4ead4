import type { RoleGrant } from '@vestibule/store'

/** Global Administrator, once called Company Administrator: the same template id in every tenant. */
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'

const TEACHER_SKUS = [
  '94763226-9b3c-4e75-a931-5c89701abe66',
  '78e66a63-337a-4a9a-8959-41c6654dfb56',
]
const STUDENT_SKUS = [
  '314c4481-f395-4525-be8b-2ec4bb1e9d91',
  'e82ae690-a2d5-4d76-8d30-7c6e01e6022e',
]

/** What a person may be judged by. */
export interface RoleSources {
  /** The token's `roles`. */
  appRoles: string[]
  directoryRoleTemplateIds: string[]
  licenceSkuIds: string[]
}

/** A person's roles, each with where it comes from. A licence held twice counts once. */
export function toRoleGrants({
  appRoles,
  directoryRoleTemplateIds,
  licenceSkuIds,
}: RoleSources): RoleGrant[] {
  const skuIds = new Set(licenceSkuIds)
  return [
    ...directoryRoleTemplateIds
      .filter((id) => id === GLOBAL_ADMINISTRATOR)
      .map((id) => ({ role: 'Admin', source: 'directory_role' as const, id })),
    ...TEACHER_SKUS.filter((id) => skuIds.has(id)).map(toLicenceGrant('Teacher')),
    ...STUDENT_SKUS.filter((id) => skuIds.has(id)).map(toLicenceGrant('Student')),
    ...[...new Set(appRoles)].map((role) => ({ role, source: 'app_role' as const, id: role })),
  ]
}

/** The names of the roles, each once. */
export function toRoles(grants: readonly RoleGrant[]): string[] {
  return [...new Set(grants.map(({ role }) => role))]
}

function toLicenceGrant(role: string) {
  return (id: string) => ({ role, source: 'licence' as const, id })
}
