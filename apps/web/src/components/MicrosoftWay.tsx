import { Trans } from '@lingui/react/macro'
import type { Me } from '@vestibule/client'
import { useEffect, useId, useRef } from 'react'
import { PATHS } from '../routes.ts'
import type { SecuritySearch } from '../security-search.ts'
import { MicrosoftLogo } from '../ui/MicrosoftLogo.tsx'
import { LinkMicrosoft } from './LinkMicrosoft.tsx'
import { ProvePassword } from './ProvePassword.tsx'
import { Unlink, type Unlinking } from './Unlink.tsx'
import { WayIn } from './WayIn.tsx'

interface MicrosoftWayProps {
  me: Me
  /** What the address asked for when the page opened. */
  asked: SecuritySearch
  unlinking: Unlinking
}

export function MicrosoftWay({ me: { entra, local }, asked, unlinking }: MicrosoftWayProps) {
  const name = <Trans>Microsoft</Trans>
  const consequenceId = useId()
  if (!entra) return <Missing email={local?.email ?? ''} asked={asked} />
  const { userPrincipalName, mail, organization } = entra
  const account = [userPrincipalName ?? mail, organization.displayName].filter((text) => text)
  return (
    <WayIn
      icon={<MicrosoftLogo />}
      name={name}
      actions={
        local && (
          <Unlink
            door="entra"
            describedBy={consequenceId}
            asksAtOnce={asked.unlink === 'entra'}
            unlinking={unlinking}
          />
        )
      }
    >
      <p>
        <bdi>{account.join(' · ')}</bdi>
      </p>
      {local && (
        <p id={consequenceId}>
          <Trans>
            Without it you sign in with your password alone and no longer see the directory. Your
            other sessions end.
          </Trans>
        </p>
      )}
    </WayIn>
  )
}

/** A local account without a Microsoft account. */
function Missing({ email, asked }: { email: string; asked: SecuritySearch }) {
  const { link, returnTo = PATHS.security } = asked
  const askId = useId()
  const button = useRef<HTMLButtonElement>(null)
  const isAsked = link === 'ask'
  useEffect(() => {
    if (isAsked) button.current?.focus()
  }, [isAsked])

  return (
    <WayIn
      icon={<MicrosoftLogo />}
      name={<Trans>Microsoft</Trans>}
      actions={
        link !== 'password' && (
          <LinkMicrosoft
            ref={button}
            look={isAsked ? 'primary' : 'plain'}
            returnTo={returnTo}
            describedBy={askId}
          />
        )
      }
      below={link === 'password' && <ProvePassword email={email} returnTo={returnTo} />}
    >
      <p id={askId}>
        {isAsked ? (
          <Trans>Nothing is linked yet. To link your Microsoft account, press Link.</Trans>
        ) : (
          <Trans>Not linked. With one you see the directory and what your tokens say.</Trans>
        )}
      </p>
    </WayIn>
  )
}
