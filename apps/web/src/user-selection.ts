import type { User } from '@vestibule/client'
import { useSyncExternalStore } from 'react'

/**
 * Who is selected among the people. Outside of React, as each of thousands of rows asks only for itself;
 * of the whole page, as a selection outlives a look at one person or at another filter, and a list that
 * keeps in memory only what is in sight.
 */
const selected = new Map<string, User>()
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
export function select(people: readonly User[], isSelected: boolean): void {
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

export function isSelected(id: string): boolean {
  return selected.has(id)
}

/** As they were when they were selected, in that order. */
export function listSelected(): User[] {
  return [...selected.values()]
}

/** As a list to paste. */
export function toSelectedList(): string {
  return listSelected()
    .map(({ id, userPrincipalName }) => userPrincipalName ?? id)
    .join('\n')
}

export function useIsSelected(id: string): boolean {
  return useSyncExternalStore(subscribe, () => selected.has(id))
}

export function useSelectedCount(): number {
  return useSyncExternalStore(subscribe, () => selected.size)
}

/** How many of these are selected. */
export function useSelectedAmong(people: readonly User[]): number {
  useSyncExternalStore(subscribe, () => version)
  return people.filter(({ id }) => selected.has(id)).length
}
