import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { GroupDocumentPage } from '@vestibule/client'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { PATHS } from '../routes.ts'
import { Name } from '../ui/Name.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './FolderPath.module.css'

interface FolderPathProps {
  groupId: string
  /** Undefined for the library's own. */
  folderId: string | undefined
  /** Undefined while it is on its way. */
  folder: GroupDocumentPage['folder'] | undefined
}

/** Where in a library one is, with the way to each folder above. */
export function FolderPath({ groupId, folderId, folder }: FolderPathProps) {
  const { t } = useLingui()
  const here = useFolderFocus(folderId, folder !== undefined)
  const params = { groupId }
  const isRoot = folderId === undefined || folder === null
  return (
    <nav aria-label={t`Folder`} className={css.nav}>
      <ol className={css.path}>
        <li>
          {isRoot ? (
            <span ref={here} tabIndex={-1} aria-current="page" className={css.here}>
              <Trans>All documents</Trans>
            </span>
          ) : (
            <Link
              to={PATHS.group}
              params={params}
              search={{ part: 'documents' }}
              resetScroll={false}
            >
              <Trans>All documents</Trans>
            </Link>
          )}
        </li>
        {folder?.path.map(({ id, name }) => (
          <li key={id} className={css.step}>
            <ChevronRight size={14} aria-hidden="true" />
            <Link
              to={PATHS.group}
              params={params}
              search={{ folder: id }}
              resetScroll={false}
              className={css.above}
            >
              <Name>{name}</Name>
            </Link>
          </li>
        ))}
        {!isRoot && (
          <li className={css.step}>
            <ChevronRight size={14} aria-hidden="true" />
            {folder ? (
              <span ref={here} tabIndex={-1} aria-current="page" className={css.here}>
                <Name>{folder.name}</Name>
              </span>
            ) : (
              <Skeleton width={8} />
            )}
          </li>
        )}
      </ol>
    </nav>
  )
}

/**
 * What was pressed to open a folder is gone with the folder before: reading goes on from the name of the
 * new one. Not from there while the focus stands on something else.
 */
function useFolderFocus(folderId: string | undefined, isKnown: boolean) {
  const here = useRef<HTMLSpanElement>(null)
  const before = useRef(folderId)
  useEffect(() => {
    if (!isKnown || before.current === folderId) return
    before.current = folderId
    if (document.activeElement === document.body) here.current?.focus({ preventScroll: true })
  }, [folderId, isKnown])
  return here
}
