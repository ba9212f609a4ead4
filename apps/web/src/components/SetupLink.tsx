import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { isProblem } from '@vestibule/client'
import { meQuery } from '../api/queries.ts'
import { PATHS } from '../routes.ts'
import { LinkButton } from './LinkButton.tsx'

/** The way to where an administrator mends what failed, where that is the set-up. */
export function SetupLink({ error }: { error: unknown }) {
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  const isOfSetup = isProblem(error, 'app_consent_required', 'app_credential_refused')
  if (!isOfSetup || !me?.roles.includes('Admin')) return null
  return (
    <LinkButton to={PATHS.setup}>
      <Trans>Open Setup</Trans>
    </LinkButton>
  )
}
