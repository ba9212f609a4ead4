import { Trans } from '@lingui/react/macro'
import type { Me } from '@vestibule/client'
import { KeyRound } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { SecuritySearch } from '../security-search.ts'
import { Button } from '../ui/Button.tsx'
import { ChangePassword } from './ChangePassword.tsx'
import { LinkLocalAccount } from './LinkLocalAccount.tsx'
import { Unlink, type Unlinking } from './Unlink.tsx'
import { WayIn } from './WayIn.tsx'

interface PasswordWayProps {
  me: Me
  /** What the address asked for when the page opened. */
  asked: SecuritySearch
  unlinking: Unlinking
  onChanged: () => void
  onLinked: () => void
}

export function PasswordWay(props: PasswordWayProps) {
  const { me, asked, unlinking, onChanged, onLinked } = props
  const { local, entra, linkOffer, email } = me
  const consequenceId = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(local === null && asked.link === 'offer')
  const close = () => {
    flushSync(() => setOpen(false))
    button.current?.focus()
  }
  const finish = (tell: () => void) => () => {
    close()
    tell()
  }
  const open = (
    <Button ref={button} onClick={() => setOpen(true)}>
      {local ? <Trans>Change password</Trans> : <Trans>Link</Trans>}
    </Button>
  )

  if (!local) {
    return (
      <WayIn
        icon={<KeyRound size={18} />}
        name={<Trans>E-mail and password</Trans>}
        actions={!isOpen && open}
        below={
          isOpen && (
            <LinkLocalAccount
              email={linkOffer?.email ?? email ?? undefined}
              onDone={finish(onLinked)}
              onCancel={close}
            />
          )
        }
      >
        <p>
          <Trans>
            Not linked. If you have an account here with a password, link it: it and this one become
            one.
          </Trans>
        </p>
      </WayIn>
    )
  }
  return (
    <WayIn
      icon={<KeyRound size={18} />}
      name={<Trans>E-mail and password</Trans>}
      actions={
        <>
          {!isOpen && open}
          {entra && (
            <Unlink
              door="local"
              describedBy={consequenceId}
              asksAtOnce={asked.unlink === 'local'}
              unlinking={unlinking}
            />
          )}
        </>
      }
      below={
        isOpen && <ChangePassword email={local.email} onDone={finish(onChanged)} onCancel={close} />
      }
    >
      <p>
        <bdi>{local.email}</bdi>
      </p>
      {entra && (
        <p id={consequenceId}>
          <Trans>
            Without it you sign in with Microsoft alone, and the password is forgotten here. Your
            other sessions end.
          </Trans>
        </p>
      )}
    </WayIn>
  )
}
