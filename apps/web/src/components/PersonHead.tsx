import { Trans, useLingui } from '@lingui/react/macro'
import type { Me, UserDetail } from '@vestibule/client'
import { toUserPhoto } from '../api/photos.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Identifier } from '../ui/Identifier.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './PersonHead.module.css'
import { PersonStates } from './PersonStates.tsx'
import { toUserName } from './users-columns.ts'

interface PersonHeadProps {
  /** As far as it is known. */
  user: UserDetail | undefined
  /** The rest is on its way. */
  isWaiting: boolean
  me: Me | undefined
  heading: 'h1' | 'h2'
  headingId: string
}

/** Who it is: picture, name, job, the name they sign in with, and their state. */
export function PersonHead({ user, isWaiting, me, heading: Heading, headingId }: PersonHeadProps) {
  const { t } = useLingui()
  return (
    <header className={css.person}>
      {user && (
        <Avatar id={user.id} name={toUserName(user)} photo={toUserPhoto(user.id)} size="large" />
      )}
      {isWaiting && <Skeleton round width={4.5} height={4.5} />}
      <div className={css.words}>
        {/* One heading from the first moment: the focus goes to it, and must find it again. */}
        <Heading id={headingId} tabIndex={-1} className={css.name}>
          {user ? <bdi>{toUserName(user)}</bdi> : <Unnamed isWaiting={isWaiting} />}
        </Heading>
        {user && <Post user={user} />}
        {user?.userPrincipalName && (
          <p>
            <Identifier value={user.userPrincipalName} copyLabel={t`Copy user principal name`} />
          </p>
        )}
        {user && <PersonStates user={user} roles={me?.roles} />}
        {isWaiting && <Skeleton width={16} />}
      </div>
    </header>
  )
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

function Post({ user: { jobTitle, department } }: { user: UserDetail }) {
  const post = [jobTitle, department].filter((text) => text)
  if (post.length === 0) return null
  return (
    <p className={css.about}>
      {post.map((text, index) => (
        <span key={text}>
          {index > 0 && ' · '}
          <bdi>{text}</bdi>
        </span>
      ))}
    </p>
  )
}
