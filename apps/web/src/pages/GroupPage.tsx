import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Group, isProblem } from '@vestibule/client'
import { useGroup } from '../api/use-group.ts'
import { GroupConversations } from '../components/GroupConversations.tsx'
import { GroupDocuments } from '../components/GroupDocuments.tsx'
import { GroupMembers } from '../components/GroupMembers.tsx'
import { GROUP_KIND_TEXTS, GROUP_PART_TEXTS, toGroupName } from '../components/group-texts.ts'
import { Loaded } from '../components/Loaded.tsx'
import { GROUP_PARTS, type GroupPart, toGroupPart } from '../groups-search.ts'
import { PATHS } from '../routes.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Identifier } from '../ui/Identifier.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './GroupPage.module.css'

const route = getRouteApi(PATHS.group)

export function GroupPage() {
  const { groupId } = route.useParams()
  // Another group is another page: nothing of the one before stays.
  return <GroupOf key={groupId} id={groupId} />
}

function GroupOf({ id }: { id: string }) {
  const search = route.useSearch()
  const query = useGroup(id)
  const { data: group, error } = query
  const part = toGroupPart(search)
  const isWaiting = group === undefined && error === null

  return (
    <article className={css.page}>
      <header className={css.head}>
        {/* One heading from the first moment: the focus goes to it, and must find it again. */}
        <h1 tabIndex={-1} className={css.name}>
          {group ? <bdi>{toGroupName(group)}</bdi> : <Unnamed isWaiting={isWaiting} />}
        </h1>
        {group && <About group={group} />}
        {isWaiting && (
          <p className={css.facts}>
            <Skeleton width={20} height={1.25} />
          </p>
        )}
      </header>
      {isProblem(error, 'not_found', 'invalid_request') ? (
        <NoGroup id={id} />
      ) : (
        <>
          {error && (
            <Loaded query={query} skeleton={null}>
              {() => null}
            </Loaded>
          )}
          {(group || isWaiting) && (
            <>
              <Parts id={id} shown={part} />
              {/* Each asks, and fails, by itself. */}
              <div key={part} className={css.part}>
                {part === 'members' && <GroupMembers id={id} group={group} />}
                {part === 'documents' && (
                  <GroupDocuments id={id} group={group} folderId={search.folder} />
                )}
                {part === 'conversations' && <GroupConversations id={id} group={group} />}
              </div>
            </>
          )}
        </>
      )}
    </article>
  )
}

function Unnamed({ isWaiting }: { isWaiting: boolean }) {
  if (!isWaiting) return <Trans>Group</Trans>
  return (
    <>
      <span className="visually-hidden">
        <Trans>Group</Trans>
      </span>
      <Skeleton width={14} height={1.5} />
    </>
  )
}

function NoGroup({ id }: { id: string }) {
  return (
    <EmptyState
      title={<Trans>There is no such group in this directory.</Trans>}
      action={
        <Link to={PATHS.groups}>
          <Trans>Look for another one</Trans>
        </Link>
      }
    >
      <Trans>
        No group has the id <code>{id}</code>. It may have been removed, or the link may be wrong.
      </Trans>
    </EmptyState>
  )
}

/** The group in a line or two, and what to know before anything else. */
function About({ group }: { group: Group }) {
  const { t } = useLingui()
  return (
    <>
      {group.description && (
        <p className={css.description}>
          <bdi>{group.description}</bdi>
        </p>
      )}
      <p className={css.facts}>
        <span>{t(GROUP_KIND_TEXTS[group.kind])}</span>
        {group.visibility === 'Public' && (
          <span>
            <Trans>Public</Trans>
          </span>
        )}
        {group.visibility === 'Private' && (
          <span>
            <Trans>Private</Trans>
          </span>
        )}
        {group.isDynamic && (
          <span>
            <Trans>A rule decides who is in it</Trans>
          </span>
        )}
        {group.mail && <Identifier value={group.mail} copyLabel={t`Copy mail address`} />}
      </p>
    </>
  )
}

/** The way to what else there is of the group. */
function Parts({ id, shown }: { id: string; shown: GroupPart }) {
  const { t } = useLingui()
  return (
    <nav aria-label={t`Parts of the group`} className={css.parts}>
      {GROUP_PARTS.map((part) => (
        <Link
          key={part}
          to={PATHS.group}
          params={{ groupId: id }}
          search={part === 'members' ? {} : { part }}
          resetScroll={false}
          // A folder is among the documents, and no address within another one is.
          activeOptions={{ exact: true }}
          aria-current={part === shown ? 'page' : undefined}
          className={css.link}
        >
          {t(GROUP_PART_TEXTS[part])}
        </Link>
      ))}
    </nav>
  )
}
