import type { World } from '../world/world.ts'
import type { Fault } from './fault.ts'

/** Named groups of addresses; everything else in `match` is a path prefix. */
export const faultGroups: Record<string, RegExp> = {
  token: /^\/[^/]+\/oauth2\/v2\.0\/token$/i,
  authorize: /^\/[^/]+\/oauth2\/v2\.0\/authorize$/i,
  keys: /^\/[^/]+\/discovery\/(v2\.0\/)?keys$/i,
  discovery: /\/\.well-known\/openid-configuration$/i,
  me: /^\/v1\.0\/me(\/|$)/i,
  users: /^\/v1\.0\/users(\/|$)/i,
  batch: /^\/v1\.0\/\$batch$/i,
  groups: /^\/v1\.0\/groups(\/|$)/i,
  messages: /^\/v1\.0\/.*\/messages(\/|$)/i,
  photo: /^\/v1\.0\/.*\/photos?(\/|$)/i,
  nextPage: /^\/v1\.0\/[^?]*\?(.*&)?(\$|%24)?skiptoken=/i,
  delta: /^\/v1\.0\/.*\/(microsoft\.graph\.)?delta(\(\))?$/i,
}

function isMatch(fault: Fault, url: string): boolean {
  const path = url.split('?')[0] ?? ''
  const group = Object.hasOwn(faultGroups, fault.match) ? faultGroups[fault.match] : undefined
  // Only a list's next page is told by its query.
  return (
    group?.test(fault.match === 'nextPage' ? url : path) ??
    path.toLowerCase().startsWith(fault.match.toLowerCase())
  )
}

/** The first fault in force for this path and query, counted as one hit; spent ones are taken out. */
export function takeFault(world: World, url: string): Fault | undefined {
  const fault = world.faults.find(
    (candidate) => isMatch(candidate, url) && Math.random() < (candidate.rate ?? 1),
  )
  if (fault === undefined) return undefined
  fault.hits += 1
  if (fault.times !== undefined && fault.hits >= fault.times) {
    world.faults = world.faults.filter((candidate) => candidate !== fault)
  }
  return fault
}
