import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { type Group, isProblem } from '@vestibule/client'
import { type ReactNode, useCallback } from 'react'
import { isForbidden } from '../api/is-forbidden.ts'
import type { GroupPart } from '../groups-search.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { GROUP_MISSING_TEXTS, GROUP_REFUSED_TEXTS } from './group-texts.ts'
import { Loaded } from './Loaded.tsx'
import { MoreRows } from './MoreRows.tsx'

interface GroupContentProps<Data> {
  part: GroupPart
  /** Undefined while nobody knows. */
  group: Group | undefined
  query: UseInfiniteQueryResult<Data>
  skeleton: ReactNode
  children: (data: Data) => ReactNode
}

/** A part of a group's page: what there is, or in words why there is nothing for this person. */
export function GroupContent<Data>(props: GroupContentProps<Data>) {
  const { part, group, query, skeleton, children } = props
  const { fetchNextPage } = query
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const words = findWords(query.error, part, group)
  if (words) return <Words {...words} />
  return (
    <Loaded
      query={{ ...query, isRefetchError: query.isRefetchError && !query.isFetchNextPageError }}
      skeleton={skeleton}
    >
      {(data) => (
        <>
          {children(data)}
          <MoreRows query={query} onMore={showMore} />
        </>
      )}
    </Loaded>
  )
}

function findWords(error: Error | null, part: GroupPart, group: Group | undefined) {
  if (isForbidden(error)) return GROUP_REFUSED_TEXTS[part]
  // Without the group nobody knows of which kind it is; then the problem speaks for itself.
  if (part === 'members' || group === undefined) return undefined
  const isMissing = isProblem(error, 'no_drive', 'no_conversations')
  return isMissing ? GROUP_MISSING_TEXTS[part][group.kind] : undefined
}

function Words({ title, advice }: { title: MessageDescriptor; advice: MessageDescriptor }) {
  const { t } = useLingui()
  return <EmptyState title={t(title)}>{t(advice)}</EmptyState>
}
