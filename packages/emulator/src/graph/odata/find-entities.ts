import type { CollectionQuery } from './collection-query.ts'
import { compareTexts } from './order.ts'

type Entity = Record<string, unknown>

/** The entities a query finds, in order. */
export function findEntities<T extends Entity>(
  entities: readonly T[],
  { matches, order }: CollectionQuery<T>,
): T[] {
  const found = entities.filter(matches)
  if (order === undefined) return found
  const { property, isDescending } = order
  const sorted = found.toSorted((left, right) =>
    compareTexts(left[property] as string | null, right[property] as string | null),
  )
  return isDescending ? sorted.toReversed() : sorted
}
