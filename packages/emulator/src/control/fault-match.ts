import type { World } from '../world/world.ts'
import type { Fault } from './fault.ts'

/** Named groups of paths; everything else in `match` is a path prefix. */
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
  delta: /^\/v1\.0\/.*\/delta(\(\))?$/i,
}

function isMatch(fault: Fault, path: string): boolean {
  const group = Object.hasOwn(faultGroups, fault.match) ? faultGroups[fault.match] : undefined
  return group?.test(path) ?? path.toLowerCase().startsWith(fault.match.toLowerCase())
}

/** The first fault in force for this path, counted as one hit; spent ones are taken out. */
export function takeFault(world: World, path: string): Fault | undefined {
  const fault = world.faults.find(
    (candidate) => isMatch(candidate, path) && Math.random() < (candidate.rate ?? 1),
  )
  if (fault === undefined) return undefined
  fault.hits += 1
  if (fault.times !== undefined && fault.hits >= fault.times) {
    world.faults = world.faults.filter((candidate) => candidate !== fault)
  }
  return fault
}
