import { type Html, html } from '../pages/html.ts'
import { graphId } from '../seed/ids.ts'
import { describeApplicationPermission, describePermission } from '../seed/permission-words.ts'
import type { World } from '../world/world.ts'
import { type NamedScope, needsAdmin } from './granted-scopes.ts'

function toResourceName(world: World, { resourceId }: NamedScope): string {
  if (resourceId === graphId) return 'Microsoft Graph'
  return world.applications.get(resourceId)?.displayName ?? resourceId
}

function toWords(world: World, scope: NamedScope): string {
  if (scope.resourceId !== graphId) return `Use ${toResourceName(world, scope)} as you`
  return describePermission(scope.name) ?? scope.name
}

function toApplicationWords(world: World, role: NamedScope): string {
  if (role.resourceId !== graphId) return `Use ${toResourceName(world, role)} by itself`
  return describeApplicationPermission(role.name) ?? role.name
}

/** What an application wants for the person it acts for, in words and by name. */
export function createPermissionList(world: World, scopes: NamedScope[]): Html {
  return html`<ul class="permissions">
${scopes.map((scope) => html`<li><strong>${toWords(world, scope)}</strong> <code>${scope.name}</code> <span class="quiet">${toResourceName(world, scope)}${needsAdmin(world, scope) && ', needs an administrator'}</span></li>`)}
</ul>`
}

/** What it wants for itself, which only an administrator can grant. */
export function createApplicationPermissionList(world: World, roles: NamedScope[]): Html {
  return html`<ul class="permissions">
${roles.map((role) => html`<li><strong>${toApplicationWords(world, role)}</strong> <code>${role.name}</code> <span class="quiet">${toResourceName(world, role)}, needs an administrator</span></li>`)}
</ul>`
}
