import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { userNeighboursQuery } from '../api/person-queries.ts'
import type { UserList } from '../api/queries.ts'
import type { People } from '../api/use-people.ts'
import { readSingleKey } from '../single-keys.ts'
import { clearSelection } from '../user-selection.ts'

/**
 * The way to who comes before somebody in a list, or after: as the server knows, which keeps it, else among
 * those that have come.
 */
export function useNeighbours(
  list: UserList,
  person: string | undefined,
  people: People | undefined,
  onGo: (id: string) => void,
) {
  const { data } = useQuery({
    ...userNeighboursQuery(person ?? '', list),
    enabled: person !== undefined,
  })
  const loaded = people?.loaded
  return useCallback(
    (step: -1 | 1) => {
      const at = loaded?.findIndex(({ id }) => id === person) ?? -1
      const known = step < 0 ? data?.previousId : data?.nextId
      const to = known ?? (at < 0 ? undefined : loaded?.[at + step]?.id)
      if (to && person !== undefined) onGo(to)
    },
    [data, loaded, person, onGo],
  )
}

interface PageKeysOptions {
  person: string | undefined
  onKeys: () => void
  onClose: () => void
  /** Leads to who comes before, or after. */
  onBeside: (step: -1 | 1) => void
}

/** The keys that count wherever the focus is. */
export function usePageKeys({ person, onKeys, onClose, onBeside }: PageKeysOptions) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = readSingleKey(event)
      if (key === '/') document.querySelector<HTMLElement>('main input[type="search"]')?.focus()
      else if (key === '?') onKeys()
      else if (key === '[' || key === ']') onBeside(key === '[' ? -1 : 1)
      else if (isEscape(event)) {
        if (person === undefined) clearSelection()
        else onClose()
      } else return
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [person, onKeys, onClose, onBeside])

  // What was looked at beside the list gives the focus back to it.
  useEffect(() => {
    if (person === undefined) return
    return () => {
      const { activeElement } = document
      if (activeElement && activeElement !== document.body && activeElement.isConnected) return
      document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus()
    }
  }, [person])
}

/** Not while it does something where it is pressed: it empties a search, and closes a dialog. */
function isEscape(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape' || event.defaultPrevented) return false
  if (document.querySelector('dialog:modal')) return false
  return !(event.target instanceof HTMLInputElement && event.target.type === 'search')
}
