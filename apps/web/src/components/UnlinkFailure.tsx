import { Trans } from '@lingui/react/macro'
import { toUnlink } from '../routes.ts'
import { ActFailure } from './ActFailure.tsx'
import type { Unlinking } from './Unlink.tsx'

/** Why a way in is still there. */
export function UnlinkFailure({ unlinking }: { unlinking: Unlinking }) {
  const { isError, error, submittedAt, variables: door } = unlinking
  if (!isError || door === undefined) return null
  return (
    <ActFailure
      error={error}
      at={submittedAt}
      refused={<Trans>It has not been unlinked.</Trans>}
      uncertain={<Trans>It is not certain that it has been unlinked.</Trans>}
      returnTo={toUnlink(door)}
    />
  )
}
