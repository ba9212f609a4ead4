import { Trans } from '@lingui/react/macro'
import { EmptyState } from '../ui/EmptyState.tsx'

/** In place of other people's mail for somebody who may not read it, or may no longer. The server decides who may. */
export function MailForbidden() {
  return (
    <EmptyState title={<Trans>Only administrators read other people’s mail.</Trans>}>
      <Trans>
        This needs the role Admin, which you do not have. Ask an administrator of your organisation.
      </Trans>
    </EmptyState>
  )
}
