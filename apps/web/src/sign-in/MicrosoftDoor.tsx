import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { toLogin, toOtherLogin, toSignUp } from '../routes.ts'
import { MicrosoftLogo } from '../ui/MicrosoftLogo.tsx'
import { DoorHeading } from './DoorHeading.tsx'
import css from './MicrosoftDoor.module.css'

interface MicrosoftDoorProps {
  returnTo: string
  /** The account that came through it last, on this device, before any other door was used. */
  hint: string | undefined
  isLast: boolean
  isForCustomers: boolean
  onOpen: () => void
}

export function MicrosoftDoor(props: MicrosoftDoorProps) {
  const { returnTo, hint, isLast, isForCustomers, onOpen } = props
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
        {isForCustomers ? <Trans>Your account</Trans> : <Trans>Work or school account</Trans>}
      </DoorHeading>
      <p className={css.quiet}>
        <Trans>Microsoft asks who you are. Your tokens stay on the server.</Trans>
      </p>
      <button type="button" className={css.button} aria-disabled={isOpening} onClick={open}>
        <MicrosoftLogo />
        <Trans>Sign in with Microsoft</Trans>
      </button>
      {isForCustomers && (
        <p className={css.account}>
          <a href={toSignUp(returnTo)}>
            <Trans>Create an account</Trans>
          </a>
        </p>
      )}
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
