import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Setup } from '@vestibule/client'
import { CircleCheck, CircleX, Clock, type LucideIcon } from 'lucide-react'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Identifier } from '../ui/Identifier.tsx'
import { Time } from '../ui/Time.tsx'
import css from './SetupCredential.module.css'

type Credential = Setup['credential']

const STATES: Record<Credential['state'], { icon: LucideIcon; word: MessageDescriptor }> = {
  ok: { icon: CircleCheck, word: msg`Valid` },
  expiring: { icon: Clock, word: msg`Expires soon` },
  expired: { icon: CircleX, word: msg`Expired` },
}

/** By what Vestibule proves to Microsoft that it is itself. */
export function SetupCredential({ credential }: { credential: Credential }) {
  const { t } = useLingui()
  const { kind, thumbprint, expiresAt, daysLeft, state } = credential
  const { icon: Icon, word } = STATES[state]
  return (
    <Facts>
      <Fact name={<Trans>Kind</Trans>}>
        {kind === 'certificate' ? <Trans>Certificate</Trans> : <Trans>Client secret</Trans>}
      </Fact>
      {thumbprint !== null && (
        <Fact name={<Trans>Thumbprint (SHA-256)</Trans>}>
          <Identifier value={thumbprint} copyLabel={t`Copy thumbprint`} />
        </Fact>
      )}
      <Fact name={<Trans>State</Trans>}>
        {expiresAt === null ? (
          <Trans>Microsoft does not tell here when it expires.</Trans>
        ) : (
          <span className={css.state}>
            <Icon size={16} className={css[state]} aria-hidden="true" />
            <span className={css[state]}>{t(word)}</span>
            {daysLeft !== null && daysLeft >= 0 && (
              <Plural value={daysLeft} one="# day left" other="# days left" />
            )}
          </span>
        )}
      </Fact>
      {expiresAt !== null && (
        <Fact name={<Trans>Expires</Trans>}>
          <Time at={expiresAt} look="instant" />
        </Fact>
      )}
    </Facts>
  )
}
