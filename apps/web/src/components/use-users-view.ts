import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { meQuery, type UserOrder } from '../api/queries.ts'
import { keepDeviceChoice, useDeviceChoice } from '../device-choice.ts'
import { parsePlainSearch } from '../plain-search.ts'
import { PATHS } from '../routes.ts'
import { type UserFilter, withFilter } from '../user-filters.ts'
import { isLiveOrder, readUsersSearch, type UsersSearch } from '../users-search.ts'
import { DEFAULT_COLUMNS, readColumns, type UserColumn } from './users-columns.ts'

const route = getRouteApi(PATHS.users)

/** The ways to change what the address asks for. They keep their identity, as rows hold them. */
export function useUsersView() {
  const navigate = route.useNavigate()
  return useMemo(() => {
    const go = (change: (now: UsersSearch) => UsersSearch, options = {}) =>
      void navigate({ search: change, resetScroll: false, ...options })
    // What would else be a step of Back each, without leading anywhere.
    const replace = { replace: true }
    return {
      find: (wanted: string) =>
        go(({ search: _, ...rest }) => (wanted ? { ...rest, search: wanted } : rest), replace),
      narrow: (filter: UserFilter[]) => go((now) => ({ ...now, filter })),
      narrowBy: (added: UserFilter) =>
        go((now) => ({ ...now, filter: withFilter(now.filter ?? [], added) })),
      order: (orderBy: UserOrder) => go((now) => ({ ...now, orderBy })),
      clear: () => go(({ search: _, filter: __, ...rest }) => rest, replace),
      choose: (query: string) => go(() => readUsersSearch(parsePlainSearch(query))),
      goLive: (isLive: boolean) =>
        go(({ live: _, orderBy, ...rest }) => ({
          ...rest,
          ...(orderBy && (!isLive || isLiveOrder(orderBy)) && { orderBy }),
          ...(isLive && { live: true as const }),
        })),
      look: (person: string) => go((now) => ({ ...now, person })),
      lookOn: (person: string) => go((now) => ({ ...now, person }), replace),
      lookAway: () => go(({ person: _, ...rest }) => rest),
      plot: (plot: boolean) => go((now) => ({ ...now, plot }), replace),
      arrange: (columns: UserColumn[] | undefined) =>
        go(({ columns: _, ...rest }) => (columns ? { ...rest, columns } : rest), replace),
    }
  }, [navigate])
}

/** The columns of the list: as the address says, else as the person chose on this device. */
export function useUserColumns(
  said: readonly UserColumn[] | undefined,
  arrange: (columns: UserColumn[] | undefined) => void,
) {
  const { data: me } = useQuery(meQuery)
  const name = `columns.${me?.id ?? ''}`
  const kept = useDeviceChoice(name)
  const columns = useMemo(
    () => said ?? readColumns(kept?.split(' ')) ?? DEFAULT_COLUMNS,
    [said, kept],
  )
  const choose = (chosen: readonly UserColumn[] | undefined) => {
    if (me) keepDeviceChoice(name, chosen?.join(' '))
    arrange(chosen && [...chosen])
  }
  return { columns, choose }
}
