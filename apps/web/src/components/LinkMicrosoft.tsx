import { Trans } from '@lingui/react/macro'
import type { Ref } from 'react'
import { toLink, toReturnTo } from '../routes.ts'
import { Button } from '../ui/Button.tsx'

interface LinkMicrosoftProps {
  /** Where it leads back to; this very address unless given. */
  returnTo?: string | undefined
  look?: 'plain' | 'primary'
  describedBy?: string | undefined
  ref?: Ref<HTMLButtonElement>
}

/** The way from a local account to Microsoft, where the two are joined. */
export function LinkMicrosoft({ returnTo, look = 'plain', describedBy, ref }: LinkMicrosoftProps) {
  return (
    <Button
      ref={ref}
      look={look}
      aria-describedby={describedBy}
      onClick={() => location.assign(toLink(returnTo ?? toReturnTo(location)))}
    >
      <Trans>Link</Trans>
    </Button>
  )
}
