import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { signInActivityQuery } from '../api/person-queries.ts'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { PartContent } from './PartContent.tsx'
import css from './PersonSignIns.module.css'

/** When somebody signed in last, anywhere in the organisation. */
export function PersonSignIns({ id }: { id: string }) {
  const query = useQuery(signInActivityQuery(id))
  return (
    <Section title={<Trans>Last sign-in</Trans>}>
      <PartContent
        query={query}
        skeleton={<Rows own={<Waiting />} onBehalf={<Waiting />} />}
        refused={
          <Trans>
            Your organisation does not show this here: it takes the permission{' '}
            <code>AuditLog.Read.All</code>, for you a directory role such as Reports Reader, and a
            licence for Entra ID P1.
          </Trans>
        }
      >
        {({ lastSignInAt, lastNonInteractiveSignInAt }) => (
          <Rows
            own={<Moment at={lastSignInAt} never={<Trans>Never signed in</Trans>} />}
            onBehalf={<Moment at={lastNonInteractiveSignInAt} never={<Trans>Never</Trans>} />}
          />
        )}
      </PartContent>
    </Section>
  )
}

function Rows({ own, onBehalf }: Record<'own' | 'onBehalf', ReactNode>) {
  return (
    <Facts>
      <Fact name={<Trans>By themselves</Trans>}>{own}</Fact>
      <Fact name={<Trans>By an application for them</Trans>}>{onBehalf}</Fact>
    </Facts>
  )
}

function Moment({ at, never }: { at: string | null; never: ReactNode }) {
  if (at === null) return never
  return (
    <>
      <Time at={at} />
      <span className={css.instant}>
        <Time at={at} look="instant" />
      </span>
    </>
  )
}

/** As high as a time in both looks. */
function Waiting() {
  return <Skeleton width="60%" height={2.5} />
}
