import { type CustomerPage, type CustomerVisit, remember } from '../../world/issued.ts'
import type { World } from '../../world/world.ts'
import { createOpaque } from '../token-parts.ts'

/** Keeps how far a customer has come for the next form; returns what the form names it by. */
export function keepVisit({ issued }: World, visit: CustomerVisit): string {
  const id = createOpaque(24)
  remember(issued.customerVisits, id, visit)
  return id
}

/** Once: a form that comes again finds nothing, so that a proof or a try cannot be had twice. */
export function takeVisit(
  { issued }: World,
  id: string | undefined,
  expected: { requestId: string; page: CustomerPage },
): CustomerVisit | undefined {
  const visit = issued.customerVisits.get(id ?? '')
  if (visit?.requestId !== expected.requestId || visit.page !== expected.page) return undefined
  issued.customerVisits.delete(id ?? '')
  return visit
}
