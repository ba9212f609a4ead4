import { Trans } from '@lingui/react/macro'
import type { Setup } from '@vestibule/client'
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Time } from '../ui/Time.tsx'
import css from './SetupConsent.module.css'

type AdminConsent = Setup['adminConsent']

interface SetupConsentProps {
  consent: AdminConsent
  /** Something is missing that it could bring. */
  isNeeded: boolean
}

/** The way to the organisation's consent page, and what was answered there. */
export function SetupConsent({ consent, isNeeded }: SetupConsentProps) {
  return (
    <div className={css.consent}>
      <div className={css.words}>
        <p className={css.quiet}>
          <Trans>
            Microsoft asks whether Vestibule may have all of the permissions below, for everybody in
            your organisation. Only an administrator of the organisation can answer.
          </Trans>
        </p>
        <Answer consent={consent} />
      </div>
      <ButtonLink href={consent.url} look={isNeeded ? 'primary' : 'plain'}>
        <Trans>Grant admin consent</Trans>
      </ButtonLink>
    </div>
  )
}

function Answer({ consent: { answer, answeredAt } }: { consent: AdminConsent }) {
  if (answer === null || answeredAt === null) {
    return (
      <p className={css.answer}>
        <CircleDashed size={16} className={css.quiet} aria-hidden="true" />
        <span>
          <Trans>Nobody has answered from here yet.</Trans>
        </span>
      </p>
    )
  }
  return (
    <p className={css.answer}>
      {answer === 'granted' ? (
        <>
          <CircleCheck size={16} className={css.ok} aria-hidden="true" />
          <span>
            <Trans>
              Last answer: granted, <Time at={answeredAt} look="instant" />
            </Trans>
          </span>
        </>
      ) : (
        <>
          <CircleX size={16} className={css.bad} aria-hidden="true" />
          <span>
            <Trans>
              Last answer: refused, <Time at={answeredAt} look="instant" />
            </Trans>
          </span>
        </>
      )}
    </p>
  )
}
