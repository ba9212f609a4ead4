import { Trans, useLingui } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { toErrorText } from '../api/error-text.ts'
import { isSignedOut } from '../api/query-client.ts'
import { Notice } from '../ui/Notice.tsx'
import { Time } from '../ui/Time.tsx'
import { ProblemPanel } from './ProblemPanel.tsx'
import { TryAgain } from './TryAgain.tsx'

type Query<Data> = Pick<
  UseQueryResult<Data>,
  'data' | 'error' | 'errorUpdatedAt' | 'dataUpdatedAt' | 'isRefetchError' | 'refetch'
>

interface LoadedProps<Data> {
  query: Query<Data>
  /** Of the same size as what will come. */
  skeleton: ReactNode
  children: (data: Data) => ReactNode
}

/** Shows what a query brought, or why it has brought nothing. Every page's states are these. */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>) {
  const { data, error } = query
  if (data !== undefined) {
    return (
      <>
        {query.isRefetchError && !isSignedOut(error) && <StaleNotice query={query} />}
        {children(data)}
      </>
    )
  }
  // While the sign-in page opens there is nothing to say that it does not say better.
  if (error && !isSignedOut(error)) {
    return (
      <ProblemPanel error={error} at={query.errorUpdatedAt} onRetry={() => void query.refetch()} />
    )
  }
  return (
    <div aria-busy="true">
      <p role="status" className="visually-hidden">
        <Trans>Loading…</Trans>
      </p>
      {skeleton}
    </div>
  )
}

function StaleNotice<Data>({ query }: { query: Query<Data> }) {
  const { t } = useLingui()
  const { title } = toErrorText(query.error)
  return (
    <Notice
      tone="warn"
      title={<Trans>This could not be read again.</Trans>}
      actions={<TryAgain error={query.error} onRetry={() => void query.refetch()} />}
    >
      <p>
        {t(title)}{' '}
        <Trans>
          What you see was read <Time at={query.dataUpdatedAt} />.
        </Trans>
      </p>
    </Notice>
  )
}
