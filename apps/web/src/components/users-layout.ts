import { type RefObject, useCallback, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import type { UserColumn } from './users-columns.ts'

/** How much room a column wants at least, in rem. */
const ROOM: Record<UserColumn, number> = {
  displayName: 11,
  userPrincipalName: 10,
  mail: 10,
  givenName: 6,
  surname: 6,
  jobTitle: 8,
  department: 7,
  userType: 5.5,
  accountEnabled: 7,
  onPremisesSyncEnabled: 6,
  createdAt: 7.5,
}
const SELECT_ROOM = 2
/** Who gets room first where there is too little. */
const IMPORTANCE: readonly UserColumn[] = [
  'displayName',
  'accountEnabled',
  'userPrincipalName',
  'mail',
  'jobTitle',
  'department',
  'surname',
  'givenName',
  'userType',
  'onPremisesSyncEnabled',
  'createdAt',
]
/** Where a row is a card, its columns are these; the rest stands under the name. */
const CARD: readonly UserColumn[] = ['displayName', 'accountEnabled']
const NARROW = '(width < 720px)'
/** As the style sheet has them, in rem. */
const ROW = 2.25
const CARD_ROW = 4.5

export interface UsersLayout {
  /** The columns that there is room for. */
  columns: readonly UserColumn[]
  /** How high a row is, in pixels. */
  rowPx: number
}

/** What of the chosen columns is shown in the room that there is, and how high the rows are. */
export function useUsersLayout(
  place: RefObject<HTMLElement | null>,
  chosen: readonly UserColumn[],
): UsersLayout {
  const isNarrow = useIsNarrow()
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY)
  const rem = readRem()

  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const measure = () => setRoom(element.clientWidth / readRem())
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [place])

  const columns = isNarrow
    ? chosen.filter((column) => CARD.includes(column))
    : toFittingColumns(chosen, room)
  return { columns, rowPx: Math.round((isNarrow ? CARD_ROW : ROW) * rem) }
}

/** The chosen columns that fit into so many rem, in their order; the name always does. */
export function toFittingColumns(chosen: readonly UserColumn[], room: number): UserColumn[] {
  let left = room - SELECT_ROOM
  const fitting = IMPORTANCE.filter((column) => {
    if (!chosen.includes(column)) return false
    const fits = column === 'displayName' || ROOM[column] <= left
    if (fits) left -= ROOM[column]
    return fits
  })
  return chosen.filter((column) => fitting.includes(column))
}

function useIsNarrow(): boolean {
  const subscribe = useCallback((listener: () => void) => {
    const query = matchMedia(NARROW)
    query.addEventListener('change', listener)
    return () => query.removeEventListener('change', listener)
  }, [])
  return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches)
}

function readRem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
}
