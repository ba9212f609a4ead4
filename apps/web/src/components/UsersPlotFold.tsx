import { Trans } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import { keepDeviceChoice, useDeviceChoice } from '../device-choice.ts'
import { Fold } from '../ui/Fold.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import type { UserFilter } from '../user-filters.ts'

const UsersPlot = lazy(async () => ({
  default: (await import('./UsersPlot.tsx')).UsersPlot,
}))
const NAME = 'users-plot'
const OPEN = 'open'

interface UsersPlotFoldProps {
  /** As the address says, if it says so. */
  isOpen: boolean | undefined
  filters: readonly UserFilter[]
  onToggle: (isOpen: boolean) => void
  onFilter: (filter: UserFilter) => void
}

/** The people at a glance. Nothing is asked for while it is closed. */
export function UsersPlotFold({ isOpen: said, filters, onToggle, onFilter }: UsersPlotFoldProps) {
  const isKeptOpen = useDeviceChoice(NAME) === OPEN
  const isOpen = said ?? isKeptOpen
  const toggle = (wanted: boolean) => {
    if (wanted === isOpen) return
    keepDeviceChoice(NAME, wanted ? OPEN : undefined)
    onToggle(wanted)
  }
  return (
    <Fold label={<Trans>At a glance</Trans>} isOpen={isOpen} onToggle={toggle}>
      {isOpen && (
        <Suspense fallback={<Skeleton height={10} />}>
          <UsersPlot filters={filters} onFilter={onFilter} />
        </Suspense>
      )}
    </Fold>
  )
}
