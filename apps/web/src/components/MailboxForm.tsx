import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { User } from '@vestibule/client'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { foundPeopleQuery, type Opening } from '../api/mail-queries.ts'
import { hasFeature } from '../features.ts'
import { LONGEST_NAME } from '../mail-search.ts'
import { Button } from '../ui/Button.tsx'
import { ComboField } from '../ui/ComboField.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useSettled } from '../ui/use-settled.ts'
import css from './MailboxForm.module.css'
import { toUserName } from './users-columns.ts'

const LONGEST_REASON = 500
const SHORTEST_SEARCH = 2
const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const ADDRESS = /^[^\s@]+@[^\s@]+$/

type Wish = Pick<Opening, 'of' | 'reason'>

interface MailboxFormProps {
  /** Whose mailbox the address of the page names. */
  of: string
  /** Given before a sign-in that was needed first. */
  givenReason: string
  /** What is open. */
  opened: Wish | undefined
  onOpen: (wish: Wish) => void
}

/** Whose mailbox is to be opened, and why: for each mailbox anew. */
export function MailboxForm({ of, givenReason, opened, onOpen }: MailboxFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [name, setName] = useState(of)
  const [reason, setReason] = useState(givenReason)
  const [isTried, setTried] = useState(false)
  const told = useRef(of)

  // The address changes from outside too (Back, a link); then the field follows.
  useEffect(() => {
    if (of === told.current) return
    told.current = of
    setName(of)
    setReason('')
    setTried(false)
  }, [of])

  const change = (next: string) => {
    setName(next)
    if (opened && next.trim() !== opened.of && reason.trim() === opened.reason) setReason('')
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    flushSync(() => setTried(true))
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (wrong) return wrong.focus()
    setTried(false)
    told.current = name.trim()
    onOpen({ of: name.trim(), reason: reason.trim() })
  }

  return (
    <form ref={form} noValidate className={css.form} onSubmit={submit}>
      <MailboxField name={name} isTried={isTried} onChange={change} />
      <TextField
        field="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>Kept in the audit.</Trans>}
        error={isTried && reason.trim() === '' && <Trans>Say why.</Trans>}
        value={reason}
        dir="auto"
        maxLength={LONGEST_REASON}
        required
        autoComplete="off"
        onChange={({ target }) => setReason(target.value)}
      />
      <div className={css.button}>
        <Button type="submit" look="primary">
          <Trans>Open mailbox</Trans>
        </Button>
      </div>
    </form>
  )
}

interface MailboxFieldProps {
  name: string
  isTried: boolean
  onChange: (name: string) => void
}

/** Takes any address, and offers people whose names begin as it is typed. */
function MailboxField({ name, isTried, onChange }: MailboxFieldProps) {
  const { t } = useLingui()
  const search = useSettled(name.trim())
  const isSearch = search.length >= SHORTEST_SEARCH && !OBJECT_ID.test(search)
  const { data } = useQuery({
    ...foundPeopleQuery(search),
    enabled: isSearch && hasFeature('users'),
  })
  const people = isSearch ? (data?.items ?? []).filter(isAddressed) : []
  return (
    <ComboField
      label={<Trans>Mailbox</Trans>}
      hint={<Trans>A name to choose from, an address, or an object id.</Trans>}
      error={isTried && !isMailboxName(name) && <WrongName name={name} />}
      listLabel={t`People`}
      count={<Plural value={people.length} one="# person found" other="# people found" />}
      options={people
        // What stands there already need not be chosen.
        .filter(({ userPrincipalName }) => userPrincipalName !== name)
        .map((user) => ({ value: user.userPrincipalName, words: <Person user={user} /> }))}
      value={name}
      maxLength={LONGEST_NAME}
      onChange={onChange}
    />
  )
}

function WrongName({ name }: { name: string }) {
  if (name.trim() === '') return <Trans>Say whose mailbox.</Trans>
  return <Trans>Choose somebody from the list, or give a whole address.</Trans>
}

function Person({ user }: { user: User }) {
  return (
    <>
      <bdi>{toUserName(user)}</bdi>
      <span className={css.quiet}>{user.userPrincipalName}</span>
    </>
  )
}

function isAddressed(user: User): user is User & { userPrincipalName: string } {
  return typeof user.userPrincipalName === 'string'
}

function isMailboxName(name: string): boolean {
  return ADDRESS.test(name.trim()) || OBJECT_ID.test(name.trim())
}
