import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { UsersSummary } from '@vestibule/client'
import { useState } from 'react'
import { isEntraRequired } from '../api/entra-required.ts'
import { usersSummaryQuery } from '../api/person-queries.ts'
import { hasFeature } from '../features.ts'
import { CheckField } from '../ui/CheckField.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { toFilter, type UserFilter } from '../user-filters.ts'
import { PartContent } from './PartContent.tsx'
import css from './UsersPlot.module.css'
import { UsersPlotBars, WaitingBars } from './UsersPlotBars.tsx'
import { UsersPlotTable } from './UsersPlotTable.tsx'
import { type Share, toShares, toSize } from './users-shares.ts'

interface UsersPlotProps {
  /** Those that narrow the list, of which the pressed bar is one. */
  filters: readonly UserFilter[]
  onFilter: (filter: UserFilter) => void
}

/** How many accounts are enabled and how many are not, by department. */
export function UsersPlot({ filters, onFilter }: UsersPlotProps) {
  const { t } = useLingui()
  const query = useQuery(usersSummaryQuery)
  // The list below says it once for both.
  if (isEntraRequired(query.error)) return null
  return (
    <section aria-label={t`Accounts by department`} className={css.plot}>
      <PartContent
        query={query}
        skeleton={<Waiting />}
        refused={
          <Trans>
            Counting the accounts takes the permission <code>User.Read.All</code>.
          </Trans>
        }
      >
        {(summary) => <Plot summary={summary} filters={filters} onFilter={onFilter} />}
      </PartContent>
    </section>
  )
}

function Plot({ summary, filters, onFilter }: UsersPlotProps & { summary: UsersSummary }) {
  const [isTable, setTable] = useState(false)
  const shares = toShares(summary.departments ?? [])
  return (
    <>
      <div className={css.head}>
        <p className={css.summary}>
          <Summary summary={summary} largest={shares.find(({ kind }) => kind === 'department')} />{' '}
          <span className={css.asof}>
            <Trans>
              As of <Time at={summary.asOf} />.
            </Trans>
          </span>
        </p>
        {shares.length > 0 && (
          <CheckField
            label={<Trans>View as table</Trans>}
            isChecked={isTable}
            onChange={setTable}
          />
        )}
      </div>
      {shares.length > 0 && isTable && <UsersPlotTable shares={shares} />}
      {shares.length > 0 && !isTable && (
        <UsersPlotBars
          shares={shares}
          isChosen={({ department }) => filters.includes(toFilter('department', department))}
          onChoose={({ department }) => onFilter(toFilter('department', department))}
        />
      )}
    </>
  )
}

interface SummaryProps {
  summary: UsersSummary
  largest: Share | undefined
}

function Summary({ summary: { enabled, total }, largest }: SummaryProps) {
  const { i18n } = useLingui()
  const number = (value: number) => i18n.number(value)
  return (
    <>
      <Trans>
        {number(enabled)} of {number(total)} accounts are enabled.
      </Trans>{' '}
      {largest && (
        <Trans>
          <bdi>{largest.department}</bdi> is the largest department with{' '}
          <Plural value={toSize(largest)} one="# person" other="# people" />,{' '}
          {number(largest.disabled)} of them disabled.
        </Trans>
      )}
    </>
  )
}

/** Ten departments, the others, those without one. */
const WAITING_ROWS = 12

/** Of the size of what comes: live there is the sentence alone. */
function Waiting() {
  return (
    <>
      <div className={css.head}>
        <p className={css.summary}>
          <Skeleton width={34} height={1} />
        </p>
      </div>
      {hasFeature('mirror') && <WaitingBars count={WAITING_ROWS} />}
    </>
  )
}
