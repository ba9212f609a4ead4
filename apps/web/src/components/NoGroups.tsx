import { Trans } from '@lingui/react/macro'
import type { GroupsSearch } from '../groups-search.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'

/** In place of a list without a group: there is none at all, or none like that. */
export function NoGroups({ search, kind, onClear }: GroupsSearch & { onClear: () => void }) {
  if (search === undefined && kind === undefined) {
    return (
      <EmptyState title={<Trans>There is no group in this directory yet.</Trans>}>
        <Trans>Groups appear here as soon as somebody makes one in Microsoft 365 or Entra.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={
        search === undefined ? (
          <Trans>There is no group of this kind.</Trans>
        ) : (
          <Trans>No group matches “{search}”.</Trans>
        )
      }
      action={
        <Button onClick={onClear}>
          <Trans>Show all groups</Trans>
        </Button>
      }
    >
      <Trans>The search looks at names, descriptions and addresses. Try part of one.</Trans>
    </EmptyState>
  )
}
