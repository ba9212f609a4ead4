import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Me } from '@vestibule/client'
import { PATHS } from '../routes.ts'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Ring } from '../ui/Ring.tsx'
import { Time } from '../ui/Time.tsx'
import { useNow } from '../ui/use-now.ts'
import { DOOR_TEXTS } from './door-texts.ts'
import css from './SessionTime.module.css'

type Session = NonNullable<Me['session']>

export function SessionTime({ session }: { session: Session }) {
  const { t } = useLingui()
  const now = useNow()
  const begun = Date.parse(session.createdAt)
  const end = Date.parse(session.expiresAt)

  return (
    <div className={css.session}>
      <div className={css.left}>
        <Ring part={(end - now) / (end - begun)} />
        <p>
          <Trans>
            It ends <Time at={session.expiresAt} />, or sooner if you do nothing for a while.
          </Trans>
        </p>
      </div>
      <Facts>
        <Fact name={<Trans>Signed in with</Trans>}>{t(DOOR_TEXTS[session.door])}</Fact>
        <Fact name={<Trans>Signed in</Trans>}>
          <Time at={session.createdAt} look="instant" />
        </Fact>
        <Fact name={<Trans>Ends if unused</Trans>}>
          <Time at={session.idleExpiresAt} look="instant" />
        </Fact>
        <Fact name={<Trans>Ends at the latest</Trans>}>
          <Time at={session.expiresAt} look="instant" />
        </Fact>
      </Facts>
      <p>
        <Link to={PATHS.security}>
          <Trans>See where else you are signed in</Trans>
        </Link>
      </p>
    </div>
  )
}
