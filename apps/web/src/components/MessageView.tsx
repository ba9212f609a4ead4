import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { isProblem, type Message, type MessageDetail } from '@vestibule/client'
import { useEffect, useRef, useState } from 'react'
import { messageQuery, type Opening } from '../api/mail-queries.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ExternalLink } from '../ui/ExternalLink.tsx'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { Attachments } from './Attachments.tsx'
import { Loaded } from './Loaded.tsx'
import { MessageFrame } from './MessageFrame.tsx'
import css from './MessageView.module.css'
import { useKeptReason } from './use-kept-reason.ts'

type Address = MessageDetail['from']

interface MessageViewProps {
  opening: Opening
  /** As the list has it. */
  message: Message
}

/** One message, which is asked for by showing it: an opening of its own. */
export function MessageView({ opening, message }: MessageViewProps) {
  const query = useQuery(messageQuery(opening, message.id))
  const heading = useRef<HTMLHeadingElement>(null)
  useKeptReason(opening, query.error)
  // It was pressed for: reading goes on here, and on a phone it stands below what was pressed.
  useEffect(() => heading.current?.focus(), [])

  return (
    <article className={css.message} aria-labelledby="message-subject">
      <h3 ref={heading} id="message-subject" tabIndex={-1} className={css.subject}>
        <bdi>{message.subject || <Trans>No subject</Trans>}</bdi>
      </h3>
      {isProblem(query.error, 'not_found') ? (
        <EmptyState title={<Trans>This message is not there any more.</Trans>}>
          <Trans>Its owner may have deleted it since. Open the mailbox again for the newest.</Trans>
        </EmptyState>
      ) : (
        <Loaded query={query} skeleton={<MessageSkeleton />}>
          {(detail) => <Content message={detail} />}
        </Loaded>
      )}
    </article>
  )
}

function Content({ message }: { message: MessageDetail }) {
  const { from, to, cc, receivedAt, webUrl, body, attachments } = message
  return (
    <>
      <Facts>
        <Fact name={<Trans>From</Trans>}>
          <Addresses of={[from]} />
        </Fact>
        <Fact name={<Trans>To</Trans>}>
          <Addresses of={to} />
        </Fact>
        {cc.length > 0 && (
          <Fact name={<Trans>Cc</Trans>}>
            <Addresses of={cc} />
          </Fact>
        )}
        {receivedAt && (
          <Fact name={<Trans>Received</Trans>}>
            <Time at={receivedAt} look="instant" />
          </Fact>
        )}
      </Facts>
      {webUrl?.startsWith('https://') && (
        <ExternalLink href={webUrl}>
          <Trans>Open in Outlook</Trans>
        </ExternalLink>
      )}
      <Body body={body} />
      <Attachments attachments={attachments} />
    </>
  )
}

function Body({ body: { text, html, blocked } }: Pick<MessageDetail, 'body'>) {
  const { t } = useLingui()
  const [isFormatted, setFormatted] = useState(false)
  return (
    <section aria-label={t`Text`} className={css.body}>
      {html !== null && (
        <div>
          <Button onClick={() => setFormatted(!isFormatted)}>
            {isFormatted ? <Trans>Show plain text</Trans> : <Trans>Show formatted</Trans>}
          </Button>
        </div>
      )}
      {isFormatted && html !== null ? (
        <>
          {blocked > 0 && (
            <p className={css.blocked}>
              <Plural
                value={blocked}
                one="# picture or the like from elsewhere was not loaded."
                other="# pictures and the like from elsewhere were not loaded."
              />
            </p>
          )}
          <MessageFrame html={html} />
        </>
      ) : (
        <p dir="auto" className={css.text}>
          {text.trim() || <Trans>It has no text.</Trans>}
        </p>
      )}
    </section>
  )
}

/** Name and address: a name alone is whatever the sender likes to be called. */
function Addresses({ of }: { of: readonly Address[] }) {
  const known = of.filter((one) => one !== null)
  if (known.length === 0) return <Trans>Nobody named</Trans>
  return (
    <ul className={css.addresses}>
      {known.map(({ name, address }, index) => (
        <li key={`${address}-${index}`}>
          {name && name !== address && <bdi>{name} </bdi>}
          {address && <span className={css.address}>{address}</span>}
        </li>
      ))}
    </ul>
  )
}

function MessageSkeleton() {
  return (
    <div className={css.message} aria-hidden="true">
      <Skeleton width="60%" />
      <Skeleton width="50%" />
      <Skeleton width="40%" />
      <Skeleton height={12} />
    </div>
  )
}
