import type { ServicePrincipal } from '../../world/application.ts'
import { createNotImplemented } from '../graph-error.ts'
import { type Entity, Values } from './values.ts'

const values = new Values('ServicePrincipal')

const changes: Record<string, (draft: ServicePrincipal, value: unknown) => void> = {
  accountEnabled: (draft, value) => {
    draft.accountEnabled = values.getBoolean(value, 'accountEnabled')
  },
  appRoleAssignmentRequired: (draft, value) => {
    draft.appRoleAssignmentRequired = values.getBoolean(value, 'appRoleAssignmentRequired')
  },
  notes: (draft, value) => {
    draft.notes = values.getOptionalText(value, 'notes')
  },
  tags: (draft, value) => {
    draft.tags = values.getTexts(value, 'tags')
  },
}

/** Changes all that is named, or nothing. */
export function changeServicePrincipal(servicePrincipal: ServicePrincipal, body: Entity): void {
  const draft = { ...servicePrincipal }
  for (const [name, value] of Object.entries(body)) {
    const change = Object.hasOwn(changes, name) ? changes[name] : undefined
    if (change === undefined) throw createNotImplemented(`${name} of a service principal`)
    change(draft, value)
  }
  Object.assign(servicePrincipal, draft)
}
