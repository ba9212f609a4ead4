import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { PATHS } from '../routes.ts'
import { Notice } from '../ui/Notice.tsx'

/** For who came in by Microsoft, and may have a local account of the same address. */
export function LinkOffer({ email }: { email: string }) {
  return (
    <Notice
      tone="info"
      title={
        <Trans>
          There is an account with <bdi>{email}</bdi> and a password here.
        </Trans>
      }
    >
      <p>
        <Trans>
          If it is yours,{' '}
          <Link to={PATHS.security} search={{ link: 'offer' }}>
            link it
          </Link>
          : the two become one account, with two ways in.
        </Trans>
      </p>
    </Notice>
  )
}
