import { GraphError } from '../graph-error.ts'
import { permissionRules } from '../permission.ts'

/** SharePoint's words for a group without a site. */
function createNoDrive(): GraphError {
  return new GraphError(404, 'ResourceNotFound', 'Resource is not found.')
}

/** What every path below a group's drive asks for. */
export const driveRule = { rule: permissionRules.readFiles, createMissing: createNoDrive }
