import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { TokenClaim, TokenClaims } from '@vestibule/client'
import { useId, useState } from 'react'
import { tokenClaimsQuery } from '../api/queries.ts'
import { AccessTokens } from '../components/AccessTokens.tsx'
import { ClaimsTable } from '../components/ClaimsTable.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { filterClaims, toClaimsJson } from '../components/read-claim.ts'
import { TokenChecks } from '../components/TokenChecks.tsx'
import { TokenTimeline } from '../components/TokenTimeline.tsx'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './ClaimsPage.module.css'

export function ClaimsPage() {
  const { i18n } = useLingui()
  const query = useQuery(tokenClaimsQuery(i18n.locale))
  return (
    <Loaded query={query} skeleton={<ClaimsSkeleton />}>
      {/* A session always has one. */}
      {({ idToken, accessTokens }) =>
        idToken && <Claims idToken={idToken} accessTokens={accessTokens} />
      }
    </Loaded>
  )
}

function Claims({
  idToken,
  accessTokens,
}: Pick<TokenClaims, 'accessTokens'> & { idToken: NonNullable<TokenClaims['idToken']> }) {
  const headingId = useId()
  return (
    <div className={css.page}>
      <p className={css.lead}>
        <Trans>
          Microsoft sent these statements about you when you signed in. The tokens themselves stay
          on the server.
        </Trans>
      </p>
      <section className={css.section}>
        <h2 id={headingId}>
          <Trans>ID token</Trans>
        </h2>
        <p className={css.quiet}>
          <Trans>
            An ID token only proves that you signed in. Your session goes on after it expires.
          </Trans>
        </p>
        <TokenTimeline issuedAt={idToken.issuedAt} expiresAt={idToken.expiresAt} />
        <section className={css.part}>
          <h3>
            <Trans>Validation</Trans>
          </h3>
          <TokenChecks
            checks={idToken.validation}
            checkedAt={idToken.checkedAt}
            claims={idToken.claims}
          />
        </section>
        <section className={css.part}>
          <h3>
            <Trans>Claims</Trans>
          </h3>
          <FilteredClaims claims={idToken.claims} labelledBy={headingId} />
        </section>
      </section>
      <section className={css.section}>
        <h2>
          <Trans>Access tokens</Trans>
        </h2>
        <AccessTokens tokens={accessTokens} />
      </section>
    </div>
  )
}

interface FilteredClaimsProps {
  claims: readonly TokenClaim[]
  labelledBy: string
}

function FilteredClaims({ claims, labelledBy }: FilteredClaimsProps) {
  const { t } = useLingui()
  const [filter, setFilter] = useState('')
  const shown = filterClaims(claims, filter)

  if (claims.length === 0) {
    return (
      <EmptyState title={<Trans>The ID token has no claims.</Trans>}>
        <Trans>Sign out and in again to get a new one.</Trans>
      </EmptyState>
    )
  }
  return (
    <>
      <div className={css.tools}>
        <SearchField label={t`Filter claims`} value={filter} pauseMs={100} onPause={setFilter} />
        <p role="status" className={css.quiet}>
          {filter === '' ? (
            <Plural value={claims.length} one="# claim" other="# claims" />
          ) : (
            <Trans>
              {shown.length} of <Plural value={claims.length} one="# claim" other="# claims" />
            </Trans>
          )}
        </p>
        <CopyButton wide text={toClaimsJson(claims)} label={t`Copy claims as JSON`} />
      </div>
      {shown.length > 0 ? (
        <ClaimsTable claims={shown} labelledBy={labelledBy} />
      ) : (
        <EmptyState
          title={<Trans>No claim matches “{filter}”.</Trans>}
          action={
            <Button onClick={() => setFilter('')}>
              <Trans>Show all claims</Trans>
            </Button>
          }
        >
          <Trans>The filter looks at claims, values, the names of ids, and meanings.</Trans>
        </EmptyState>
      )}
    </>
  )
}

function ClaimsSkeleton() {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']
  return (
    <div className={css.page} aria-hidden="true">
      <Skeleton width={34} />
      <div className={css.section}>
        <Skeleton width={5} height={1.25} />
        <Skeleton width={34} />
        <Skeleton width={52} height={4.25} />
        <Skeleton width={5} height={1.25} />
        {rows.map((row) => (
          <div key={row} className={css.waiting}>
            <Skeleton width="40%" />
            <Skeleton width="80%" />
            <Skeleton width="90%" />
          </div>
        ))}
      </div>
    </div>
  )
}
