import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ApiProblem, type UserDetail } from '@vestibule/client'
import { toUserPhoto } from '../api/photos.ts'
import { meQuery } from '../api/queries.ts'
import { useUser } from '../api/use-user.ts'
import { AccountState } from '../components/AccountState.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { mayActOnAccounts } from '../components/may-act.ts'
import { mayReadMail } from '../components/may-read-mail.ts'
import { PersonAct } from '../components/PersonAct.tsx'
import { PersonDetails } from '../components/PersonDetails.tsx'
import { UserType } from '../components/UserType.tsx'
import { toUserName } from '../components/users-columns.ts'
import { PATHS } from '../routes.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './PersonPage.module.css'

const route = getRouteApi(PATHS.user)
const NOTHING_YET = {}

export function PersonPage() {
  const { id } = route.useParams()
  // Another person is another page: nothing of the one before stays.
  return <Person key={id} id={id} />
}

function Person({ id }: { id: string }) {
  const { query, listed } = useUser(id)
  const { data, error } = query
  const user = data ?? (isNobody(error) ? undefined : listed)
  const isWaiting = user === undefined && error === null
  const { data: me } = useQuery(meQuery)

  return (
    <article className={css.page}>
      <header className={css.person}>
        {user && (
          <Avatar id={user.id} name={toUserName(user)} photo={toUserPhoto(user.id)} size="large" />
        )}
        {isWaiting && <Skeleton round width={4.5} height={4.5} />}
        <div className={css.words}>
          {/* One heading from the first moment: the focus goes to it, and must find it again. */}
          <h1 tabIndex={-1} className={css.name}>
            {user ? <bdi>{toUserName(user)}</bdi> : <Unnamed isWaiting={isWaiting} />}
          </h1>
          {user && <About user={user} roles={me?.roles} />}
          {isWaiting && <Skeleton width={16} />}
        </div>
      </header>
      {me && mayActOnAccounts(me.roles) && (
        <div className={css.act}>
          {data && !query.isPlaceholderData && <PersonAct me={me} user={data} />}
        </div>
      )}
      {isNobody(error) ? (
        <Nobody id={id} />
      ) : (
        <Loaded query={query} skeleton={<PersonDetails isPartial user={NOTHING_YET} />}>
          {(known) => <PersonDetails user={known} isPartial={query.isPlaceholderData} />}
        </Loaded>
      )}
    </article>
  )
}

/** What an address asks for cannot be the id of anybody, or is nobody's. */
function isNobody(error: Error | null): boolean {
  if (!(error instanceof ApiProblem)) return false
  return error.problem.code === 'not_found' || error.problem.code === 'invalid_request'
}

function Unnamed({ isWaiting }: { isWaiting: boolean }) {
  if (!isWaiting) return <Trans>Person</Trans>
  return (
    <>
      <span className="visually-hidden">
        <Trans>Person</Trans>
      </span>
      <Skeleton width={14} height={1.5} />
    </>
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

/** The person in a line, and what to know before anything else. */
function About({ user, roles }: { user: UserDetail; roles: readonly string[] | undefined }) {
  const post = [user.jobTitle, user.department].filter((text) => text)
  return (
    <>
      {post.length > 0 && (
        <p className={css.about}>
          {post.map((text, index) => (
            <span key={text}>
              {index > 0 && ' · '}
              <bdi>{text}</bdi>
            </span>
          ))}
        </p>
      )}
      <p className={css.states}>
        {typeof user.accountEnabled === 'boolean' && (
          <AccountState isEnabled={user.accountEnabled} />
        )}
        {user.userType && (
          <span>
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
    </>
  )
}
