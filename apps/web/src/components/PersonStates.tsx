import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { UserDetail } from '@vestibule/client'
import { UserRound, UserRoundX } from 'lucide-react'
import { signInActivityQuery } from '../api/person-queries.ts'
import { hasFeature } from '../features.ts'
import { PATHS } from '../routes.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { AccountState } from './AccountState.tsx'
import { mayReadMail } from './may-read-mail.ts'
import css from './PersonStates.module.css'
import { UserType } from './UserType.tsx'

interface PersonStatesProps {
  user: UserDetail
  /** Of who looks. */
  roles: readonly string[] | undefined
}

/** What to know of somebody before anything else, in a line. */
export function PersonStates({ user, roles }: PersonStatesProps) {
  return (
    <p className={css.states}>
      {typeof user.accountEnabled === 'boolean' && <AccountState isEnabled={user.accountEnabled} />}
      {hasFeature('sign-ins') && <SignIn id={user.id} />}
      {user.userType && (
        <span className={user.userType === 'Guest' ? css.guest : undefined}>
          {user.userType === 'Guest' && <UserRound size={14} aria-hidden="true" />}
          <UserType type={user.userType} />
        </span>
      )}
      {user.onPremisesSyncEnabled && (
        <span>
          <Trans>Synced from AD</Trans>
        </span>
      )}
      {mayReadMail(roles) && user.userPrincipalName && (
        <Link to={PATHS.mail} search={{ of: user.userPrincipalName }}>
          <Trans>Read mail</Trans>
        </Link>
      )}
    </p>
  )
}

/** Nothing where it may not be told: the part about it says why. */
function SignIn({ id }: { id: string }) {
  const { data, isPending } = useQuery(signInActivityQuery(id))
  if (isPending) return <Skeleton width={9} height={1.25} />
  if (data === undefined) return null
  if (data.lastSignInAt === null) {
    return (
      <span className={css.never}>
        <UserRoundX size={14} aria-hidden="true" />
        <Trans>Never signed in</Trans>
      </span>
    )
  }
  return (
    <span>
      <Trans>
        Last sign-in: <Time at={data.lastSignInAt} />
      </Trans>
    </span>
  )
}
