import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { toLogin, toOtherLogin } from '../routes.ts'
import { MicrosoftLogo } from '../ui/MicrosoftLogo.tsx'
import { DoorHeading } from './DoorHeading.tsx'
import css from './MicrosoftDoor.module.css'

interface MicrosoftDoorProps {
  returnTo: string
  /** The account that came through it last, on this device, before any other door was used. */
  hint: string | undefined
  isLast: boolean
  onOpen: () => void
}

export function MicrosoftDoor({ returnTo, hint, isLast, onOpen }: MicrosoftDoorProps) {
  const [isOpening, setOpening] = useState(false)
  const open = () => {
    if (isOpening) return
    setOpening(true)
    onOpen()
    location.assign(toLogin(returnTo))
  }
  return (
    <div className={css.door}>
      <DoorHeading isLast={isLast}>
        <Trans>Work or school account</Trans>
      </DoorHeading>
      <p className={css.quiet}>
        <Trans>Microsoft asks who you are. Your tokens stay on the server.</Trans>
      </p>
      <button type="button" className={css.button} aria-disabled={isOpening} onClick={open}>
        <MicrosoftLogo />
        <Trans>Sign in with Microsoft</Trans>
      </button>
      {hint && (
        <p className={css.account}>
          <span className={css.hint}>
            <Trans>
              as <bdi>{hint}</bdi>
            </Trans>
          </span>
          <a href={toOtherLogin(returnTo)}>
            <Trans>Use another account</Trans>
          </a>
        </p>
      )}
    </div>
  )
}
