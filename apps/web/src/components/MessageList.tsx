import { Trans, useLingui } from '@lingui/react/macro'
import type { Message } from '@vestibule/client'
import { Paperclip } from 'lucide-react'
import type { RefObject } from 'react'
import { Time } from '../ui/Time.tsx'
import css from './MessageList.module.css'

interface MessageListProps {
  messages: readonly Message[]
  list: RefObject<HTMLUListElement | null>
  /** Which one the Tab key stops at. */
  at: number
  openId: string | undefined
  onReach: (index: number) => void
  onOpen: (index: number) => void
}

/** Messages by their first words. One is a stop of the Tab key; the keys of the mailbox lead to the others. */
export function MessageList({ messages, list, at, openId, onReach, onOpen }: MessageListProps) {
  const { t } = useLingui()
  return (
    <ul ref={list} aria-label={t`Messages`} className={css.list}>
      {messages.map((message, index) => (
        <li key={message.id}>
          <button
            type="button"
            className={css.message}
            tabIndex={index === at ? 0 : -1}
            aria-current={message.id === openId ? 'true' : undefined}
            data-unread={!message.isRead}
            onFocus={() => onReach(index)}
            onClick={() => onOpen(index)}
          >
            <Line message={message} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Line({ message }: { message: Message }) {
  const { from, subject, receivedAt, preview, isRead, hasAttachments } = message
  return (
    <>
      <span className={css.head}>
        <bdi className={css.from}>{from?.name || from?.address || <Trans>Nobody named</Trans>}</bdi>
        {receivedAt && (
          <span className={css.time}>
            <Time at={receivedAt} />
          </span>
        )}
      </span>
      <bdi className={css.subject}>{subject || <Trans>No subject</Trans>}</bdi>
      <bdi className={css.preview}>{preview}</bdi>
      {(!isRead || hasAttachments) && (
        <span className={css.marks}>
          {!isRead && (
            <span className={css.unread}>
              <Trans>Unread</Trans>
            </span>
          )}
          {hasAttachments && (
            <span className={css.attached}>
              <Paperclip size={12} aria-hidden="true" />
              <Trans>Attachments</Trans>
            </span>
          )}
        </span>
      )}
    </>
  )
}
