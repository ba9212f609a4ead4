import { Trans } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import type { Me, UserDetail } from '@vestibule/client'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import {
  type AccountDraft,
  createAccountDraft,
  dropAccountDraft,
  keepAccountDraft,
  readAccountDraft,
} from '../account-draft.ts'
import { client } from '../api/client.ts'
import { Button } from '../ui/Button.tsx'
import css from './PersonAct.module.css'
import { PersonActForm } from './PersonActForm.tsx'
import { PersonActOutcome } from './PersonActOutcome.tsx'

interface PersonActProps {
  me: Me
  user: UserDetail
}

/** Disables or enables one account: a batch of one, told in place. */
export function PersonAct({ me, user }: PersonActProps) {
  const [draft, setDraft] = useState(() => readAccountDraft(me.id, user.id))
  const [batchId, setBatchId] = useState(draft?.batchId)
  const button = useRef<HTMLButtonElement>(null)
  const action = user.accountEnabled ? 'disable' : 'enable'

  const change = (next: AccountDraft) => {
    keepAccountDraft(me.id, user.id, next)
    setDraft(next)
  }
  const close = () => {
    dropAccountDraft(user.id)
    flushSync(() => setDraft(undefined))
    button.current?.focus()
  }
  const run = useMutation({
    mutationFn: ({ action, reason, revokeSessions, key }: AccountDraft) =>
      client.createUserBatch(
        {
          action,
          users: [user.id],
          reason,
          revokeSessions: action === 'disable' && revokeSessions,
        },
        { key },
      ),
    onSuccess: ({ id }) => {
      dropAccountDraft(user.id)
      setDraft(undefined)
      setBatchId(id)
    },
  })
  // One's own account nobody disables from here; the server refuses it as well.
  const isOwn = user.id === me.entra?.objectId && action === 'disable'
  const isFilling = draft !== undefined && draft.batchId === undefined
  if (typeof user.accountEnabled !== 'boolean' || isOwn) return null
  return (
    <div className={css.act}>
      {batchId && (
        <PersonActOutcome
          key={batchId}
          id={batchId}
          onClose={() => {
            dropAccountDraft(user.id)
            flushSync(() => {
              setDraft(undefined)
              setBatchId(undefined)
            })
            button.current?.focus()
          }}
          onUndone={(id) => {
            dropAccountDraft(user.id)
            setBatchId(id)
          }}
          // A sign-in that taking it back needs first leads back to where it can be taken back.
          onRefused={(of) =>
            keepAccountDraft(me.id, user.id, { ...createAccountDraft(action), batchId: of })
          }
        />
      )}
      {isFilling && (
        <PersonActForm
          draft={draft}
          run={run}
          onChange={(given) => change({ ...draft, ...given, key: crypto.randomUUID() })}
          onCancel={() => {
            run.reset()
            close()
          }}
        />
      )}
      {!isFilling && batchId === undefined && (
        <div>
          <Button ref={button} onClick={() => change(createAccountDraft(action))}>
            {action === 'disable' ? <Trans>Disable account</Trans> : <Trans>Enable account</Trans>}
          </Button>
        </div>
      )}
    </div>
  )
}
