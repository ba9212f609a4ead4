import { useCallback, useSyncExternalStore } from 'react'

/**
 * What somebody chose on this device and for it, such as the columns of a list. It opens nothing, and stays
 * when they sign out; what is a person's own has their id in its name.
 */
const PREFIX = 'vestibule.choice.'

const listeners = new Set<() => void>()

export function readDeviceChoice(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined
  } catch {
    // A browser may keep nothing.
    return undefined
  }
}

/** @param choice undefined: as it is for who never chose */
export function keepDeviceChoice(name: string, choice: string | undefined): void {
  try {
    if (choice === undefined) localStorage.removeItem(PREFIX + name)
    else localStorage.setItem(PREFIX + name, choice)
  } catch {
    // Then it counts as long as the address says so.
  }
  for (const listener of listeners) listener()
}

export function useDeviceChoice(name: string): string | undefined {
  return useSyncExternalStore(
    useCallback((listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }, []),
    () => readDeviceChoice(name),
  )
}
