/** What `$select` names, in the order of the entity; names it does not have are ignored. */
export function pickProperties(
  entity: Record<string, unknown>,
  select: string[] | undefined,
): Record<string, unknown> {
  if (select === undefined) return entity
  return Object.fromEntries(Object.entries(entity).filter(([name]) => select.includes(name)))
}
