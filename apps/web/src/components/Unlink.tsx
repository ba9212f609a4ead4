import { Trans, useLingui } from '@lingui/react/macro'
import type { UseMutationResult } from '@tanstack/react-query'
import type { Me } from '@vestibule/client'
import { ConfirmButton } from '../ui/ConfirmButton.tsx'

type Door = 'entra' | 'local'

interface UnlinkProps {
  door: Door
  /** What tells the consequences. */
  describedBy: string
  /** Begins with the question, unless it has been answered here. */
  asksAtOnce: boolean
  unlinking: Unlinking
}

export type Unlinking = Pick<
  UseMutationResult<Me, Error, Door>,
  'error' | 'isError' | 'isPending' | 'isSuccess' | 'mutate' | 'reset' | 'submittedAt' | 'variables'
>

/** Gives one of two ways in up. */
export function Unlink({ door, describedBy, asksAtOnce, unlinking }: UnlinkProps) {
  const { t } = useLingui()
  return (
    <ConfirmButton
      words={<Trans>Unlink</Trans>}
      label={door === 'entra' ? t`Unlink Microsoft` : t`Unlink e-mail and password`}
      describedBy={describedBy}
      question={<Trans>Unlink it?</Trans>}
      confirm={<Trans>Yes, unlink it</Trans>}
      asksAtOnce={asksAtOnce && !unlinking.isSuccess}
      isBusy={unlinking.isPending}
      onConfirm={() => unlinking.mutate(door)}
      onCancel={unlinking.reset}
    />
  )
}
