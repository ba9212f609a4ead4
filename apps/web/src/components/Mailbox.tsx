import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { isProblem, type Message } from '@vestibule/client'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { messagesQuery, type Opening } from '../api/mail-queries.ts'
import { dropMailReason } from '../mail-draft.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Loaded } from './Loaded.tsx'
import css from './Mailbox.module.css'
import { MailForbidden } from './MailForbidden.tsx'
import { MessageList } from './MessageList.tsx'
import { MessageView } from './MessageView.tsx'
import { useKeptReason } from './use-kept-reason.ts'

/** Somebody's newest messages, and the one that was opened beside them. */
export function Mailbox({ opening }: { opening: Opening }) {
  const query = useQuery(messagesQuery(opening))
  const { data, error } = query
  useKeptReason(opening, error)
  useEffect(() => {
    if (data) dropMailReason()
  }, [data])

  if (isProblem(error, 'forbidden')) return <MailForbidden />
  if (isProblem(error, 'not_found', 'invalid_request')) return <Nobody of={opening.of} />
  return (
    <Loaded query={query} skeleton={<MailboxSkeleton />}>
      {({ items }) => <Opened opening={opening} messages={items} />}
    </Loaded>
  )
}

function Nobody({ of }: { of: string }) {
  return (
    <EmptyState title={<Trans>There is nobody like that in this directory.</Trans>}>
      <Trans>
        No account has the object id, user principal name or mail address <code>{of}</code>.
      </Trans>
    </EmptyState>
  )
}

function Nothing() {
  return (
    <EmptyState title={<Trans>Nothing there.</Trans>}>
      <Trans>This mailbox holds no messages.</Trans>
    </EmptyState>
  )
}

const LETTERS: Record<string, number> = { j: 1, k: -1 }
const ARROWS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

interface OpenedProps {
  opening: Opening
  messages: readonly Message[]
}

/** The arrow keys lead through the list from within it, j and k also from the message beside it. */
function Opened({ opening, messages }: OpenedProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const [at, setAt] = useState(0)
  const [openAt, setOpenAt] = useState<number>()
  const open = openAt === undefined ? undefined : messages[openAt]
  // It was pressed for: reading goes on here, and so do the keys.
  useEffect(() => heading.current?.focus(), [])

  const move = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const isInList = list.current?.contains(event.target as Node)
    const step = LETTERS[event.key] ?? (isInList ? ARROWS[event.key] : undefined)
    if (step === undefined || messages.length === 0) return
    event.preventDefault()
    // From the heading the first step leads into the list.
    const wanted = isInList || open ? at + step : at
    const reached = Math.min(Math.max(wanted, 0), messages.length - 1)
    list.current?.querySelectorAll('button')[reached]?.focus()
  }

  return (
    <section aria-labelledby="mailbox-name" className={css.mailbox} onKeyDown={move}>
      <Notice tone="info" title={<Trans>You are reading somebody else’s mailbox.</Trans>}>
        <p>
          <Trans>Each opening is entered in the audit, with your reason.</Trans>
        </p>
      </Notice>
      <div>
        <h2 ref={heading} id="mailbox-name" tabIndex={-1} className={css.name}>
          <bdi>{opening.of}</bdi>
        </h2>
        {messages.length > 0 && (
          <p className={css.count}>
            <Plural
              value={messages.length}
              one="The newest message"
              other="The # newest messages"
            />
          </p>
        )}
      </div>
      {messages.length === 0 ? (
        <Nothing />
      ) : (
        <div className={css.messages}>
          <div>
            <MessageList
              messages={messages}
              list={list}
              at={at}
              openId={open?.id}
              onReach={setAt}
              onOpen={setOpenAt}
            />
            <p className={css.keys}>
              <Trans>
                <kbd>j</kbd> and <kbd>k</kbd> move, <kbd>Enter</kbd> opens.
              </Trans>
            </p>
          </div>
          {open ? (
            <MessageView key={open.id} opening={opening} message={open} />
          ) : (
            <p className={css.none}>
              <Trans>Choose a message to read it. Its owner’s mailbox is not changed by it.</Trans>
            </p>
          )}
        </div>
      )}
    </section>
  )
}

function MailboxSkeleton() {
  return (
    <div className={css.mailbox} aria-hidden="true">
      <Skeleton height={4} />
      <Skeleton width={16} height={1.25} />
      <div className={css.messages}>
        <div className={css.waiting}>
          {['a', 'b', 'c', 'd', 'e', 'f'].map((line) => (
            <Skeleton key={line} height={3.5} />
          ))}
        </div>
      </div>
    </div>
  )
}
