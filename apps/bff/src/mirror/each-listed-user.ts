import type { ExportUsersQuery, User } from '@vestibule/contract'
import { followPlaces } from '@vestibule/graph'
import type { Caller } from '../accounts/caller.ts'
import type { AppContext } from '../context.ts'
import { withPeople } from '../directory/directory-sights.ts'
import { listDirectoryUsers } from '../directory/directory-users.ts'
import { eachMirroredPage, listMirroredUsers, type MirrorView } from './mirrored-people.ts'

type Wanted = Pick<ExportUsersQuery, 'search' | 'filter' | 'orderBy'>

/** A whole list: how many there are, if somebody knows, and all of them, some at a time. */
export interface WholeList {
  total: number | null
  pages: AsyncIterable<User[]>
}

const LIVE_PAGE = 999

/**
 * Everybody whom a list shows, from where the list comes from. Asks for the first of them at once, so that what
 * cannot be answered is told before anything is.
 *
 * @throws {AppError} `invalid_request`, naming the field.
 * @throws {TokenError} or {AppTokenError}
 * @throws {GraphRequestError}
 */
export async function openWholeList(
  context: AppContext,
  caller: Caller,
  { view, wanted }: { view: MirrorView | undefined; wanted: Wanted },
): Promise<WholeList> {
  if (!view) return openLiveList(context, caller, wanted)
  const { db } = context.store
  const { total } = await listMirroredUsers(db, view, { ...wanted, top: 1 })
  return { total, pages: eachMirroredPage(db, view, wanted) }
}

async function openLiveList(
  { graph, now }: AppContext,
  { graphTokens }: Caller,
  wanted: Wanted,
): Promise<WholeList> {
  const read = (cursor?: string) =>
    withPeople(graph, graphTokens, (as) =>
      listDirectoryUsers(as, { ...wanted, top: LIVE_PAGE, ...(cursor && { cursor }) }, now()),
    )
  const first = await read()
  async function* each() {
    const follow = followPlaces()
    const ids = new Set<string>()
    for (let page = first; ; page = await read(page.nextCursor)) {
      // Who is renamed meanwhile may stand on two pages.
      const fresh = page.items.filter(({ id }) => !ids.has(id))
      for (const { id } of fresh) ids.add(id)
      yield fresh
      if (!page.nextCursor) return
      follow(page.nextCursor)
    }
  }
  return { total: first.total, pages: each() }
}
