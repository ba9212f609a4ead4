import { Plural, Trans } from '@lingui/react/macro'
import type { UserBatch } from '@vestibule/client'

type Titled = Pick<UserBatch, 'action' | 'dryRun'> & { total: number }

/** What a batch is for, and how large it is. */
export function BatchTitle({ action, dryRun, total }: Titled) {
  const act = <Act action={action} total={total} />
  return dryRun ? <Trans>Dry run: {act}</Trans> : act
}

/** An act and its size: the words of the button that does it. */
export function Act({ action, total }: Pick<Titled, 'action' | 'total'>) {
  switch (action) {
    case 'query':
      return <Plural value={total} one="Look up # account" other="Look up # accounts" />
    case 'disable':
      return <Plural value={total} one="Disable # account" other="Disable # accounts" />
    case 'enable':
      return <Plural value={total} one="Enable # account" other="Enable # accounts" />
  }
}
