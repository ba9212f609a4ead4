import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Tag } from '../ui/Tag.tsx'
import type { UserFilter } from '../user-filters.ts'
import { toFilterText } from './filter-texts.ts'
import css from './NoUsers.module.css'

interface NoUsersProps {
  search: string
  filters: readonly UserFilter[]
  /** The list is kept on the server, which looks at more of it than Microsoft does. */
  isKept: boolean
  onClearFilters: () => void
  onClear: () => void
}

/** In place of a list without anybody: there is nobody at all, or nobody like that. */
export function NoUsers({ search, filters, isKept, onClearFilters, onClear }: NoUsersProps) {
  const { t } = useLingui()
  if (search === '' && filters.length === 0) {
    return (
      <EmptyState title={<Trans>There is nobody in this directory yet.</Trans>}>
        <Trans>People appear here as soon as your organisation adds them in Microsoft Entra.</Trans>
      </EmptyState>
    )
  }
  if (filters.length === 0) {
    return (
      <EmptyState
        title={<Trans>Nobody matches “{search}”.</Trans>}
        action={
          <Button onClick={onClear}>
            <Trans>Show everybody</Trans>
          </Button>
        }
      >
        {isKept ? (
          <Trans>
            The search looks at names, addresses, job titles, departments and ids. Try part of one.
          </Trans>
        ) : (
          <Trans>The search looks at names and addresses. Try part of either.</Trans>
        )}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={
        search ? (
          <Trans>Nobody matches “{search}” and these filters.</Trans>
        ) : (
          <Trans>Nobody matches these filters.</Trans>
        )
      }
      action={
        <div className={css.actions}>
          <Button onClick={onClearFilters}>
            <Trans>Clear filters</Trans>
          </Button>
          {search && (
            <Button onClick={onClear}>
              <Trans>Show everybody</Trans>
            </Button>
          )}
        </div>
      }
    >
      <span className={css.filters}>
        {filters.map((filter) => (
          <Tag key={filter}>
            <bdi>{t(toFilterText(filter))}</bdi>
          </Tag>
        ))}
      </span>
    </EmptyState>
  )
}
