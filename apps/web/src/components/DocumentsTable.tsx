import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { GroupDocument } from '@vestibule/client'
import { FileText, Folder } from 'lucide-react'
import { PATHS } from '../routes.ts'
import { ExternalLink } from '../ui/ExternalLink.tsx'
import { formatSize } from '../ui/format-size.ts'
import { Name } from '../ui/Name.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import css from './DocumentsTable.module.css'

interface DocumentsTableProps {
  groupId: string
  /** Undefined while they are on their way. */
  documents: readonly GroupDocument[] | undefined
}

/** What is in a folder; a folder in it opens in place, a file on the web. */
export function DocumentsTable({ groupId, documents }: DocumentsTableProps) {
  const { t } = useLingui()
  return (
    <table className={css.table} aria-label={t`Documents`}>
      <thead>
        <tr>
          <th scope="col" className={css.name}>
            <Trans>Name</Trans>
          </th>
          <th scope="col" className={css.size}>
            <Trans>Size</Trans>
          </th>
          <th scope="col" className={css.modified}>
            <Trans>Modified</Trans>
          </th>
          <th scope="col" className={css.open}>
            <span className="visually-hidden">
              <Trans>Open</Trans>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {documents
          ? documents.map((document) => (
              <Row key={document.id} groupId={groupId} document={document} />
            ))
          : WAITING_ROWS.map((row) => <WaitingRow key={row} />)}
      </tbody>
    </table>
  )
}

function Row({ groupId, document }: { groupId: string; document: GroupDocument }) {
  const { id, kind, name, webUrl } = document
  const Icon = kind === 'folder' ? Folder : FileText
  return (
    <tr>
      <th scope="row" className={css.name}>
        <div className={css.title}>
          <Icon size={18} className={css.sign} aria-hidden="true" />
          <div className={css.words}>
            {kind === 'folder' ? (
              <Link
                to={PATHS.group}
                params={{ groupId }}
                search={{ folder: id }}
                resetScroll={false}
                className={css.link}
              >
                <Name>{name}</Name>
              </Link>
            ) : (
              <Name>{name}</Name>
            )}
            <div className={css.below}>
              <Size document={document} />
              <Modified document={document} />
            </div>
          </div>
        </div>
      </th>
      <td className={css.size}>
        <Size document={document} />
      </td>
      <td className={css.modified}>
        <div className={css.when}>
          <Modified document={document} />
        </div>
      </td>
      <td className={css.open}>
        {webUrl !== null && (
          <ExternalLink look="row" href={webUrl} of={name}>
            <Trans>Open on the web</Trans>
          </ExternalLink>
        )}
      </td>
    </tr>
  )
}

/** How much is in a folder; how large a file is. */
function Size({ document: { size, childCount } }: { document: GroupDocument }) {
  const { i18n } = useLingui()
  if (childCount !== null) {
    return (
      <span>
        <Plural value={childCount} one="# item" other="# items" />
      </span>
    )
  }
  return size === null ? null : <span>{formatSize(size, i18n.locales ?? i18n.locale)}</span>
}

function Modified({ document: { modifiedAt, modifiedBy } }: { document: GroupDocument }) {
  return (
    <>
      {modifiedAt !== null && <Time at={modifiedAt} />}
      {modifiedBy !== null && <Name>{modifiedBy}</Name>}
    </>
  )
}

const WAITING_ROWS = Array.from({ length: 6 }, (_, row) => `row ${row}`)

function WaitingRow() {
  return (
    <tr>
      <td className={css.name}>
        <div className={css.title}>
          <Skeleton width={1.125} height={1.125} />
          <Skeleton width="50%" />
        </div>
      </td>
      <td className={css.size}>
        <Skeleton width={3.5} />
      </td>
      <td className={css.modified}>
        <Skeleton width={9} />
      </td>
      <td className={css.open} />
    </tr>
  )
}
