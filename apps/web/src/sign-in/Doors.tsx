import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import css from './Doors.module.css'
import { Heading } from './Heading.tsx'
import { LocalDoor } from './LocalDoor.tsx'
import { MicrosoftDoor } from './MicrosoftDoor.tsx'
import type { Device } from './read-device.ts'
import type { GoTo } from './use-view.ts'

interface DoorsProps {
  device: Device
  returnTo: string
  email: string | undefined
  goTo: GoTo
  onOpen: () => void
  /** What is to be said before any of them is opened. */
  children: ReactNode
}

/** The two ways in, side by side where there is room. */
export function Doors({ device, returnTo, email, goTo, onOpen, children }: DoorsProps) {
  const isMicrosoftLast = device.door === 'entra'
  return (
    <div className={css.frame}>
      <Heading>
        <Trans>Sign in</Trans>
      </Heading>
      {children}
      <div className={css.doors}>
        <MicrosoftDoor
          returnTo={returnTo}
          isForCustomers={device.isForCustomers}
          isLast={isMicrosoftLast}
          hint={isMicrosoftLast ? device.hint : undefined}
          onOpen={onOpen}
        />
        <LocalDoor returnTo={returnTo} device={device} email={email} goTo={goTo} />
      </div>
    </div>
  )
}
