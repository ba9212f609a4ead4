import type { User } from '@vestibule/client'
import { useSyncExternalStore } from 'react'

/** Somebody who was selected: what a list is told of them. */
type Selected = Pick<User, 'id' | 'userPrincipalName'>

/**
 * Who is selected among the people. Outside of React, as each of thousands of rows asks only for itself;
 * of the whole page, as a selection outlives a look at one person or at another filter.
 */
const selected = new Map<string, Selected>()
const listeners = new Set<() => void>()
let version = 0

function tell(): void {
  version++
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Selects people, or no longer. */
export function select(people: readonly Selected[], isSelected: boolean): void {
  for (const person of people) {
    if (isSelected) selected.set(person.id, person)
    else selected.delete(person.id)
  }
  tell()
}

export function clearSelection(): void {
  selected.clear()
  tell()
}

/** As a list to paste. */
export function toSelectedList(): string {
  return [...selected.values()]
    .map(({ id, userPrincipalName }) => userPrincipalName ?? id)
    .join('\n')
}

export function useIsSelected(id: string): boolean {
  return useSyncExternalStore(subscribe, () => selected.has(id))
}

/** How many are selected, and how many of these. */
export function useSelectedCount(people: readonly Selected[]): { all: number; these: number } {
  useSyncExternalStore(subscribe, () => version)
  return { all: selected.size, these: people.filter(({ id }) => selected.has(id)).length }
}
