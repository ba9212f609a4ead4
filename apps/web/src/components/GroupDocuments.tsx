import { Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Group, isProblem } from '@vestibule/client'
import { joinPages } from '../api/graph-pages.ts'
import { groupDocumentsQuery } from '../api/group-queries.ts'
import { PATHS } from '../routes.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ExternalLink } from '../ui/ExternalLink.tsx'
import { DocumentsTable } from './DocumentsTable.tsx'
import { FolderPath } from './FolderPath.tsx'
import { GroupContent } from './GroupContent.tsx'
import css from './GroupDocuments.module.css'

interface GroupDocumentsProps {
  id: string
  group: Group | undefined
  /** The folder that is open; undefined for the library's own. */
  folderId: string | undefined
}

/** A folder of a group's library: where it is, what is in it, and the way to it on the web. */
export function GroupDocuments({ id, group, folderId }: GroupDocumentsProps) {
  const query = useInfiniteQuery(groupDocumentsQuery(id, folderId))
  const first = query.data?.pages[0]
  const webUrl = first?.folder?.webUrl ?? first?.webUrl
  if (folderId !== undefined && isProblem(query.error, 'not_found')) return <NoFolder id={id} />
  return (
    <>
      {(first || query.error === null) && (
        <div className={css.head}>
          <FolderPath groupId={id} folderId={folderId} folder={first?.folder} />
          {webUrl && (
            <ExternalLink href={webUrl}>
              {first?.folder ? (
                <Trans>Open this folder on the web</Trans>
              ) : (
                <Trans>Open the library on the web</Trans>
              )}
            </ExternalLink>
          )}
        </div>
      )}
      <GroupContent
        part="documents"
        group={group}
        query={query}
        skeleton={<DocumentsTable groupId={id} documents={undefined} />}
      >
        {({ pages }) => {
          const documents = joinPages(pages)
          return documents.length === 0 ? (
            <Nothing isFolder={folderId !== undefined} />
          ) : (
            <DocumentsTable groupId={id} documents={documents} />
          )
        }}
      </GroupContent>
    </>
  )
}

function Nothing({ isFolder }: { isFolder: boolean }) {
  return (
    <EmptyState
      title={
        isFolder ? (
          <Trans>This folder is empty.</Trans>
        ) : (
          <Trans>There is no document in this group yet.</Trans>
        )
      }
    >
      <Trans>What its members put there on the web appears here.</Trans>
    </EmptyState>
  )
}

function NoFolder({ id }: { id: string }) {
  return (
    <EmptyState
      title={<Trans>There is no such folder in this group.</Trans>}
      action={
        <Link to={PATHS.group} params={{ groupId: id }} search={{ part: 'documents' }}>
          <Trans>Show all documents</Trans>
        </Link>
      }
    >
      <Trans>It may have been moved or removed, or the link may be wrong.</Trans>
    </EmptyState>
  )
}
