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

/** The names of a person's roles: directory role, licence, then whatever the registration assigns. */
export function toRoles({ appRoles, directoryRoleTemplateIds, licenceSkuIds }: RoleSources) {
  const roles: string[] = []
  if (directoryRoleTemplateIds.includes(GLOBAL_ADMINISTRATOR)) roles.push('Admin')
  if (licenceSkuIds.some((sku) => TEACHER_SKUS.includes(sku))) roles.push('Teacher')
  if (licenceSkuIds.some((sku) => STUDENT_SKUS.includes(sku))) roles.push('Student')
  return [...new Set([...roles, ...appRoles])]
}
