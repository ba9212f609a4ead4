import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { UserBatch, UserBatchItem } from '@vestibule/client'
import { ArrowRight } from 'lucide-react'
import type { MouseEvent } from 'react'
import { toUser } from '../routes.ts'
import { Name } from '../ui/Name.tsx'
import { Tag } from '../ui/Tag.tsx'
import { Time } from '../ui/Time.tsx'
import { AccountState } from './AccountState.tsx'
import css from './BatchItems.module.css'
import { isGraphCode, toWhy } from './batch-texts.ts'
import { Outcome } from './Outcome.tsx'

interface BatchItemRowProps {
  batch: Pick<UserBatch, 'action' | 'dryRun' | 'undoOf'>
  item: UserBatchItem
  line: number
  onOpen: (event: MouseEvent, id: string) => void
}

export function BatchItemRow({ batch, item, line, onOpen }: BatchItemRowProps) {
  const { t } = useLingui()
  const why = toWhy(item)
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see ItemTable.
    <tr role="row">
      <td role="cell" className={css.line}>
        {line}
      </td>
      <th role="rowheader" scope="row" className={css.name}>
        <Account item={item} onOpen={onOpen} />
      </th>
      <td role="cell" className={css.jobTitle}>
        {item.jobTitle && <Name>{item.jobTitle}</Name>}
      </td>
      <td role="cell" className={css.state}>
        <State isEnabled={item.before ?? item.accountEnabled} />
        {item.after !== null && item.after !== item.before && !batch.dryRun && (
          <>
            <ArrowRight size={14} className={css.arrow} aria-label={t`then`} />
            <State isEnabled={item.after} />
          </>
        )}
      </td>
      <td role="cell" className={css.outcome}>
        <Outcome batch={batch} outcome={item.outcome} />
        {why && <span className={css.why}>{t(why)}</span>}
        {isGraphCode(item.code) && <code className={css.code}>{item.code}</code>}
      </td>
      {!batch.dryRun && (
        <td role="cell" className={css.trace}>
          {item.at !== null && <Time at={item.at} />}
          {item.attempts > 1 && (
            <span>
              <Plural value={item.attempts} one="# attempt" other="# attempts" />
            </span>
          )}
          {item.graphRequestId !== null && (
            <code className={css.request} title={t`Microsoft’s request id`}>
              {item.graphRequestId}
            </code>
          )}
        </td>
      )}
    </tr>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above.
  )
}

/** Who it is, and as whom they were given. */
function Account({ item, onOpen }: Pick<BatchItemRowProps, 'item' | 'onOpen'>) {
  const { t } = useLingui()
  const { userId, userPrincipalName, displayName, input } = item
  const address = userPrincipalName ?? input
  // What makes an account one to think twice about.
  const tags = [...(item.userType === 'Guest' ? [t`Guest`] : []), ...(item.directoryRoles ?? [])]
  if (userId === null) return <Name>{input}</Name>
  return (
    <div className={css.names}>
      {/* Not the router's link, as there may be thousands; one of them is the stop of the Tab key. */}
      <a
        href={toUser(userId)}
        className={css.link}
        tabIndex={-1}
        onClick={(event) => onOpen(event, userId)}
      >
        <Name>{displayName || address}</Name>
      </a>
      <span className={css.below}>
        <Name>{address}</Name>
        {input.toLowerCase() !== address.toLowerCase() && (
          <span>
            <Trans>
              given as <bdi>{input}</bdi>
            </Trans>
          </span>
        )}
      </span>
      {tags.length > 0 && (
        <span className={css.tags}>
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      )}
    </div>
  )
}

function State({ isEnabled }: { isEnabled: boolean | null }) {
  return isEnabled === null ? null : <AccountState isEnabled={isEnabled} />
}
