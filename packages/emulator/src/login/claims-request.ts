import type { Demands } from '../world/issued.ts'
import { EntraError } from './entra-error.ts'
import type { Parameters } from './parameters.ts'

/**
 * What the `claims` parameter asks for (OpenID Connect Core 5.5), as far as Entra knows it.
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export interface ClaimsRequest {
  /** The client can answer claims challenges (`cp1`). */
  handlesChallenges: boolean
  /** What a challenge demands of the access token, `nbf` and policies, to be met as a whole. */
  demands: Demands
  /** Authentication contexts demanded of the ID token or the access token. */
  acrs: string[]
}

type Members = Record<string, unknown>

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseObject(text: string): Members {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Refused below, as JSON of another kind is.
  }
  throw new EntraError(9002313)
}

function readMembers(claims: Members, token: string): Members {
  const members = claims[token] ?? {}
  if (isObject(members)) return members
  throw new EntraError(9002313)
}

/** The texts of `value` or `values`; `{"acrs": null}` and the like ask for a claim without naming one. */
function readValues(member: unknown): string[] {
  if (!isObject(member)) return []
  const values = Array.isArray(member.values) ? member.values : [member.value]
  return values.filter((value) => typeof value === 'string')
}

/** Only what is essential is demanded: everything else is a wish. */
function readEssential(member: unknown): string[] {
  return isObject(member) && member.essential === true ? readValues(member) : []
}

/** Throws AADSTS9002313 for what is no JSON object. */
export function parseClaims({ claims }: Parameters): ClaimsRequest {
  const all = claims === undefined ? {} : parseObject(claims)
  const { xms_cc, acrs, ...demands } = readMembers(all, 'access_token')
  const contexts = [...readEssential(readMembers(all, 'id_token').acrs), ...readEssential(acrs)]
  return {
    handlesChallenges: readValues(xms_cc).some((value) => value.toLowerCase() === 'cp1'),
    demands,
    acrs: [...new Set(contexts)],
  }
}

function isMet(name: string, demand: unknown, met: Demands): boolean {
  const known = met[name]
  if (known === undefined) return false
  // A later sign-in meets every earlier "not before".
  if (name === 'nbf') return Number(readValues(known)[0]) >= Number(readValues(demand)[0])
  return JSON.stringify(known) === JSON.stringify(demand)
}

export function areDemandsMet(demands: Demands, met: Demands): boolean {
  return Object.entries(demands).every(([name, demand]) => isMet(name, demand, met))
}

/** What a refusal tells the client to send with its next authorization request. */
export function toClaimsText({ demands, acrs }: ClaimsRequest): string {
  const wanted = acrs.length > 1 ? { values: acrs } : { value: acrs[0] }
  const contexts = acrs.length > 0 && { acrs: { essential: true, ...wanted } }
  return JSON.stringify({ access_token: { ...demands, ...contexts } })
}
