import type { ObjectChange } from '../world/changes.ts'
import type { User } from '../world/user.ts'
import type { Caller } from './caller.ts'
import type { DeltaQuery } from './delta-query.ts'
import { hasPermission, permissionRules } from './permission.ts'
import { createUserView, defaultProperties } from './to-user.ts'

type Entity = Record<string, unknown>

/** How people look in the pages of a delta query. */
export interface DeltaView {
  /** Somebody whole, with `id` and without properties that were never set. */
  showUser(user: User): Entity
  /** What happened to somebody; undefined when nothing of it was asked for. */
  showChange(change: ObjectChange): Entity | undefined
}

/** `select` names what is followed; without it everything is, and what comes without `$select` is shown. */
export function createDeltaView(caller: Caller, query: DeltaQuery): DeltaView {
  const { select, isMinimal, progress } = query
  const { changes, usersById } = caller.tenant
  const seesAll = hasPermission(caller, permissionRules.readAllProperties)
  const names = select ?? defaultProperties
  const showNames = createUserView(caller, [...names, 'id'])
  // A null that only hides a value stays.
  const omitUnset = (entity: Entity, change: ObjectChange | undefined): Entity => {
    const entries = Object.entries(entity)
    return Object.fromEntries(
      entries.filter(([name, value]) => value !== null || !seesAll || change?.properties.has(name)),
    )
  }
  const listChanged = ({ properties }: ObjectChange): string[] =>
    [...properties]
      .filter(([name, at]) => at > progress.since && (select?.includes(name) ?? true))
      .map(([name]) => name)
  return {
    showUser: (user) => omitUnset(showNames(user), changes.read(user.graph.id)),
    showChange(change) {
      if (change.removal !== undefined) {
        return { id: change.id, '@removed': { reason: change.removal } }
      }
      const user = usersById.get(change.id)
      if (user === undefined) return undefined
      if ((change.addedAt ?? 0) > progress.since) return omitUnset(showNames(user), change)
      const changed = listChanged(change)
      if (changed.length === 0) return undefined
      const shown = isMinimal ? changed : [...names, ...changed]
      return omitUnset(createUserView(caller, [...shown, 'id'])(user), change)
    },
  }
}
