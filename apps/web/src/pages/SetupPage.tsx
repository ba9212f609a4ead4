import { Trans } from '@lingui/react/macro'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ApiProblem, type Setup } from '@vestibule/client'
import { useEffect, useState } from 'react'
import { setupQuery } from '../api/queries.ts'
import { Loaded } from '../components/Loaded.tsx'
import { SetupChecks } from '../components/SetupChecks.tsx'
import { SetupConsent } from '../components/SetupConsent.tsx'
import { SetupConsentNotice } from '../components/SetupConsentNotice.tsx'
import { SetupCredential } from '../components/SetupCredential.tsx'
import { SetupCredentialNotice } from '../components/SetupCredentialNotice.tsx'
import { SetupFeature } from '../components/SetupFeature.tsx'
import { SetupSummary } from '../components/SetupSummary.tsx'
import { needsConsent } from '../components/setup-state.ts'
import { PATHS } from '../routes.ts'
import type { ConsentOutcome } from '../setup-search.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './SetupPage.module.css'

const route = getRouteApi(PATHS.setup)

export function SetupPage() {
  const query = useQuery(setupQuery)
  const outcome = useConsentOutcome()
  return (
    <div className={css.page}>
      {outcome && <SetupConsentNotice outcome={outcome} />}
      {isForbidden(query.error) ? (
        <SetupForbidden />
      ) : (
        <Loaded query={query} skeleton={<SetupSkeleton />}>
          {(setup) => <Parts setup={setup} refetch={query.refetch} />}
        </Loaded>
      )}
    </div>
  )
}

interface PartsProps {
  setup: Setup
  refetch: UseQueryResult<Setup>['refetch']
}

function Parts({ setup, refetch }: PartsProps) {
  return (
    <>
      <SetupSummary setup={setup} refetch={refetch} />
      <SetupCredentialNotice credential={setup.credential} />
      <Section title={<Trans>Checks</Trans>}>
        <SetupChecks checks={setup.checks} />
      </Section>
      <Section title={<Trans>Admin consent</Trans>}>
        <SetupConsent consent={setup.adminConsent} isNeeded={needsConsent(setup)} />
      </Section>
      {setup.features.map((feature) => (
        <SetupFeature key={feature.id} feature={feature} />
      ))}
      <Section title={<Trans>The application’s credential</Trans>}>
        <SetupCredential credential={setup.credential} />
      </Section>
    </>
  )
}

/** In place of the page for somebody who is no administrator. The server decides who is. */
function SetupForbidden() {
  return (
    <EmptyState title={<Trans>Only administrators see the set-up.</Trans>}>
      <Trans>
        It shows what your organisation allows Vestibule to do. You do not have the role Admin: ask
        an administrator of your organisation to open this page.
      </Trans>
    </EmptyState>
  )
}

function isForbidden(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.code === 'forbidden'
}

/** What the address says, once: it is taken out of it, so neither a reload nor Back says it again. */
function useConsentOutcome(): ConsentOutcome | undefined {
  const { consent } = route.useSearch()
  const navigate = route.useNavigate()
  const [outcome] = useState(consent)
  useEffect(() => {
    if (consent) void navigate({ search: {}, replace: true, resetScroll: false })
  }, [consent, navigate])
  return outcome
}

function SetupSkeleton() {
  return (
    <div className={css.page} aria-hidden="true">
      <div className={css.waiting}>
        <Skeleton width={20} height={1.25} />
        <Skeleton width={16} />
      </div>
      {['a', 'b', 'c'].map((section) => (
        <div key={section} className={css.waiting}>
          <Skeleton width={10} height={1.25} />
          <Skeleton width={34} />
          <div className={css.words}>
            <Skeleton width={18} />
            <Skeleton height={2.5} />
          </div>
        </div>
      ))}
    </div>
  )
}
