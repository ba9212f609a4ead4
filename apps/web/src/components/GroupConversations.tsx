import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Group, GroupConversation } from '@vestibule/client'
import { Paperclip } from 'lucide-react'
import { joinPages } from '../api/graph-pages.ts'
import { groupConversationsQuery } from '../api/group-queries.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ExternalLink } from '../ui/ExternalLink.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { GroupContent } from './GroupContent.tsx'
import css from './GroupConversations.module.css'

/** What the members of a group wrote to each other, and the way to it in Outlook on the web. */
export function GroupConversations({ id, group }: { id: string; group: Group | undefined }) {
  const { t } = useLingui()
  const query = useInfiniteQuery(groupConversationsQuery(id))
  return (
    <GroupContent part="conversations" group={group} query={query} skeleton={<WaitingRows />}>
      {({ pages }) => {
        const conversations = joinPages(pages)
        const webUrl = pages[0]?.webUrl
        return (
          <>
            <p className={css.line}>
              {webUrl && (
                <ExternalLink href={webUrl}>
                  <Trans>Open all of them in Outlook</Trans>
                </ExternalLink>
              )}
            </p>
            {conversations.length === 0 ? (
              <EmptyState title={<Trans>Nobody has written to this group yet.</Trans>}>
                <Trans>What is sent to the group’s address appears here.</Trans>
              </EmptyState>
            ) : (
              <ul aria-label={t`Conversations`} className={css.list}>
                {conversations.map((conversation) => (
                  <Row key={conversation.id} conversation={conversation} />
                ))}
              </ul>
            )}
          </>
        )
      }}
    </GroupContent>
  )
}

function Row({ conversation }: { conversation: GroupConversation }) {
  const { t } = useLingui()
  const { topic, preview, senders, lastDeliveredAt, hasAttachments, webUrl } = conversation
  const title = topic?.trim() || t`(no subject)`
  return (
    <li className={css.row}>
      <div className={css.words}>
        <h2 className={css.topic}>
          <bdi>{title}</bdi>
        </h2>
        {preview && (
          <p className={css.preview}>
            <bdi>{preview}</bdi>
          </p>
        )}
        <p className={css.about}>
          {senders.length > 0 && <Senders senders={senders} />}
          {lastDeliveredAt !== null && <Time at={lastDeliveredAt} />}
          {hasAttachments && (
            <span className={css.attached}>
              <Paperclip size={14} aria-hidden="true" />
              <Trans>With attachments</Trans>
            </span>
          )}
        </p>
      </div>
      {webUrl !== null && (
        <ExternalLink look="row" href={webUrl} of={title}>
          <Trans>Open in Outlook</Trans>
        </ExternalLink>
      )}
    </li>
  )
}

function Senders({ senders }: { senders: readonly string[] }) {
  return (
    <span>
      {senders.map((sender, index) => (
        <span key={sender}>
          {index > 0 && ', '}
          <bdi>{sender}</bdi>
        </span>
      ))}
    </span>
  )
}

const WAITING_ROWS = Array.from({ length: 4 }, (_, row) => `row ${row}`)

function WaitingRows() {
  return (
    <>
      <p className={css.line}>
        <Skeleton width={12} />
      </p>
      <ul className={css.list}>
        {WAITING_ROWS.map((row) => (
          <li key={row} className={css.row}>
            <div className={css.words}>
              <Skeleton width={14} height={1.125} />
              <Skeleton width="80%" height={1.25} />
              <Skeleton width={16} height={1.125} />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
