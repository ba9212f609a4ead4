import type { DirectoryRole } from '../world/tenant.ts'

export function toDirectoryRole(role: DirectoryRole): Record<string, unknown> {
  return {
    id: role.id,
    deletedDateTime: null,
    description: role.description,
    displayName: role.displayName,
    roleTemplateId: role.roleTemplateId,
  }
}
