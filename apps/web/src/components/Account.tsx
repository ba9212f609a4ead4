import { Trans, useLingui } from '@lingui/react/macro'
import type { Me } from '@vestibule/client'
import { LogOut } from 'lucide-react'
import { toMyPhoto } from '../api/photos.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Name } from '../ui/Name.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './Account.module.css'

interface AccountProps {
  /** Undefined until it is known; signing out works without. */
  me: Me | undefined
  isLeaving: boolean
  onSignOut: () => void
}

/** Who is signed in, and the way out. Open at all times: a way out is not something to look for. */
export function Account({ me, isLeaving, onSignOut }: AccountProps) {
  const { t } = useLingui()
  return (
    <section aria-label={t`Signed in as`} className={css.account}>
      {me ? <Person me={me} /> : <Skeleton round width={2} height={2} />}
      <Button look="quiet" aria-disabled={isLeaving} onClick={() => !isLeaving && onSignOut()}>
        <LogOut size={16} aria-hidden="true" />
        <span className={css.word}>
          <Trans>Sign out</Trans>
        </span>
      </Button>
    </section>
  )
}

function Person({ me }: { me: Me }) {
  return (
    <>
      <Avatar
        id={me.entra?.objectId ?? me.id}
        name={me.displayName}
        photo={toMyPhoto(me)}
        size="medium"
      />
      <div className={css.words}>
        <p className={css.name}>
          <Name>{me.displayName}</Name>
        </p>
        {me.email && <Name>{me.email}</Name>}
      </div>
    </>
  )
}
