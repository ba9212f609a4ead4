import { Trans } from '@lingui/react/macro'
import { EmptyState } from '../ui/EmptyState.tsx'

/** In place of a page about batches for somebody who may have none run. The server decides who may. */
export function BatchesForbidden() {
  return (
    <EmptyState title={<Trans>Only administrators act on many accounts.</Trans>}>
      <Trans>
        This needs the role Admin or Batches.Write, which you do not have. Ask an administrator of
        your organisation.
      </Trans>
    </EmptyState>
  )
}
