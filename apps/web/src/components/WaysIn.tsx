import { useLingui } from '@lingui/react/macro'
import type { Me } from '@vestibule/client'
import { useRef, useState } from 'react'
import { client } from '../api/client.ts'
import type { SecuritySearch } from '../security-search.ts'
import { LinkNotice } from './LinkNotice.tsx'
import { MicrosoftWay } from './MicrosoftWay.tsx'
import { PasswordWay } from './PasswordWay.tsx'
import { UnlinkFailure } from './UnlinkFailure.tsx'
import { useAccountChange } from './use-account-change.ts'
import css from './WaysIn.module.css'

interface WaysInProps {
  me: Me
  /** What the address asked for when the page opened. */
  asked: SecuritySearch
}

/** The ways by which a person signs in, and what can be done about each. */
export function WaysIn({ me, asked }: WaysInProps) {
  const { t } = useLingui()
  const list = useRef<HTMLUListElement>(null)
  const [said, setSaid] = useState('')
  const unlinking = useAccountChange((door: 'entra' | 'local') => client.unlinkDoor({ door }))
  const unlinkAndTell: typeof unlinking.mutate = (door) => {
    setSaid('')
    unlinking.mutate(door, {
      onSuccess: () => {
        // What was pressed is not there any more.
        list.current?.focus()
        setSaid(t`It is unlinked, and your other sessions have ended.`)
      },
    })
  }

  return (
    <div className={css.frame}>
      <LinkNotice link={asked.link} />
      <ul ref={list} tabIndex={-1} aria-label={t`Ways to sign in`}>
        <MicrosoftWay me={me} asked={asked} unlinking={{ ...unlinking, mutate: unlinkAndTell }} />
        <PasswordWay
          me={me}
          asked={asked}
          unlinking={{ ...unlinking, mutate: unlinkAndTell }}
          onChanged={() =>
            setSaid(t`Your password is changed, and your other sessions have ended.`)
          }
          onLinked={() => setSaid(t`The accounts are linked: you can come in either way.`)}
        />
      </ul>
      <UnlinkFailure unlinking={unlinking} />
      <p role="status" className={css.said}>
        {said}
      </p>
    </div>
  )
}
