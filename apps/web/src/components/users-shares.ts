import type { UsersSummary } from '@vestibule/client'

/** How many accounts of a department are enabled and disabled. */
export interface Share {
  kind: 'department' | 'others' | 'none'
  /** Its name; of the others and of those without one, there is none. */
  department: string
  enabled: number
  disabled: number
}

/** More than these are told together. */
const MOST_SHOWN = 10

/** The largest departments, the rest of them as one, and those without one. */
export function toShares(departments: NonNullable<UsersSummary['departments']>): Share[] {
  const named = departments
    .flatMap(({ department, ...counts }) => (department ? [{ department, ...counts }] : []))
    .sort((a, b) => toSize(b) - toSize(a))
  const unnamed = departments.filter(({ department }) => !department)
  return [
    ...named.slice(0, MOST_SHOWN).map((share) => ({ kind: 'department' as const, ...share })),
    ...toSum('others', named.slice(MOST_SHOWN)),
    ...toSum('none', unnamed),
  ]
}

export function toSize({ enabled, disabled }: Pick<Share, 'enabled' | 'disabled'>): number {
  return enabled + disabled
}

type Counts = Pick<Share, 'enabled' | 'disabled'>

function toSum(kind: Share['kind'], parts: readonly Counts[]): Share[] {
  if (parts.length === 0) return []
  const enabled = parts.reduce((sum, part) => sum + part.enabled, 0)
  const disabled = parts.reduce((sum, part) => sum + part.disabled, 0)
  return [{ kind, department: '', enabled, disabled }]
}
