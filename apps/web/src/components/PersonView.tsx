import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { isProblem } from '@vestibule/client'
import { meQuery } from '../api/queries.ts'
import { useUser } from '../api/use-user.ts'
import { hasFeature } from '../features.ts'
import { PATHS } from '../routes.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from './Loaded.tsx'
import { mayActOnAccounts } from './may-act.ts'
import { PersonAct } from './PersonAct.tsx'
import { PersonAudit } from './PersonAudit.tsx'
import { PersonDetails } from './PersonDetails.tsx'
import { PersonDisabled } from './PersonDisabled.tsx'
import { PersonHead } from './PersonHead.tsx'
import { PersonMemberships } from './PersonMemberships.tsx'
import { PersonSignIns } from './PersonSignIns.tsx'
import css from './PersonView.module.css'

const NOTHING_YET = {}

interface PersonViewProps {
  /** Object id or user principal name. */
  id: string
  heading: 'h1' | 'h2'
  headingId: string
}

/** Everything about one person, on a page or beside the list. */
export function PersonView({ id, heading, headingId }: PersonViewProps) {
  const { query, listed } = useUser(id)
  const { data, error } = query
  // What an address asks for cannot be the id of anybody, or is nobody's.
  const isNobody = isProblem(error, 'not_found', 'invalid_request')
  const user = data ?? (isNobody ? undefined : listed)
  const isWaiting = user === undefined && error === null
  const { data: me } = useQuery(meQuery)
  const mayReadAudit = me?.roles.includes('Admin') ?? false
  // One's own account nobody disables from here.
  const isOwn = user !== undefined && user.id === me?.entra?.objectId
  const mayAct = mayActOnAccounts(me?.roles) && !isOwn
  const isDisabled = user?.accountEnabled === false

  return (
    <div className={css.view}>
      <PersonHead
        user={user}
        isWaiting={isWaiting}
        me={me}
        heading={heading}
        headingId={headingId}
      />
      {(mayAct || isDisabled) && (
        <div className={css.act}>
          {user && isDisabled && <PersonDisabled id={user.id} mayReadAudit={mayReadAudit} />}
          {me && mayAct && data && !query.isPlaceholderData && <PersonAct me={me} user={data} />}
        </div>
      )}
      {isNobody ? (
        <Nobody id={id} />
      ) : (
        <Loaded query={query} skeleton={<PersonDetails isPartial user={NOTHING_YET} />}>
          {(known) => <PersonDetails user={known} isPartial={query.isPlaceholderData} />}
        </Loaded>
      )}
      {user && (
        <div className={css.parts}>
          <PersonMemberships id={user.id} />
          {hasFeature('sign-ins') && <PersonSignIns id={user.id} />}
        </div>
      )}
      {user && mayReadAudit && <PersonAudit id={user.id} />}
    </div>
  )
}

function Nobody({ id }: { id: string }) {
  return (
    <EmptyState
      title={<Trans>There is nobody like that in this directory.</Trans>}
      action={
        <Link to={PATHS.users}>
          <Trans>Look for somebody else</Trans>
        </Link>
      }
    >
      <Trans>
        No account has the id or user principal name <code>{id}</code>. It may have been removed, or
        the link may be wrong.
      </Trans>
    </EmptyState>
  )
}
