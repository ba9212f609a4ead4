import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, ExternalLink, type LucideIcon, X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { userNeighboursQuery } from '../api/person-queries.ts'
import type { UserList } from '../api/queries.ts'
import { useUser } from '../api/use-user.ts'
import { PATHS } from '../routes.ts'
import { readSingleKey } from '../single-keys.ts'
import type { UsersSearch } from '../users-search.ts'
import { PersonView } from './PersonView.tsx'
import css from './UserDrawer.module.css'
import { useBesideDialog } from './use-beside-dialog.ts'
import { toUserName } from './users-columns.ts'

interface UserDrawerProps {
  /** Object id of who is shown. */
  id: string
  /** The list that they were opened from, whose order previous and next are in. */
  list: UserList
  onGo: (id: string) => void
  onClose: () => void
}

/** One person beside the list, which stays in use; on a narrow screen, over it. */
export function UserDrawer({ id, list, onGo, onClose }: UserDrawerProps) {
  const { t } = useLingui()
  const router = useRouter()
  const headingId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const onCancel = useBesideDialog(dialog, { shown: id, onClose })
  const neighbours = useQuery(userNeighboursQuery(id, list))
  // What is known of the one before leads nowhere from here.
  const known = neighbours.isPlaceholderData ? undefined : neighbours.data
  const { position = null, total = null } = neighbours.data ?? {}
  useStepKeys({ previousId: known?.previousId, nextId: known?.nextId, onGo })

  return (
    <dialog ref={dialog} className={css.drawer} aria-labelledby={headingId} onCancel={onCancel}>
      <div className={css.bar}>
        <Step label={t`Previous person`} icon={ChevronUp} to={known?.previousId} onGo={onGo} />
        <Step label={t`Next person`} icon={ChevronDown} to={known?.nextId} onGo={onGo} />
        <p role="status" className={css.place}>
          <SpokenName key={id} id={id} />
          {position !== null && total !== null && (
            <Trans>
              {position} of {total}
            </Trans>
          )}
        </p>
        <Link
          to={PATHS.user}
          params={{ id }}
          state={{ usersSearch: router.latestLocation.search as UsersSearch }}
          className={css.page}
        >
          <ExternalLink size={14} aria-hidden="true" />
          <Trans>Open page</Trans>
        </Link>
        <button type="button" className={css.tool} aria-label={t`Close`} onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </button>
      </div>
      <div className={css.content}>
        <PersonView key={id} id={id} heading="h2" headingId={headingId} />
      </div>
    </dialog>
  )
}

interface StepKeys {
  previousId: string | null | undefined
  nextId: string | null | undefined
  onGo: (id: string) => void
}

/** From anywhere on the page, as the list keeps the focus while somebody looks through it. */
function useStepKeys({ previousId, nextId, onGo }: StepKeys): void {
  useEffect(() => {
    const step = (event: KeyboardEvent) => {
      const key = readSingleKey(event)
      const id = key === '[' ? previousId : key === ']' && nextId
      if (!id) return
      event.preventDefault()
      onGo(id)
    }
    document.addEventListener('keydown', step)
    return () => document.removeEventListener('keydown', step)
  }, [previousId, nextId, onGo])
}

interface StepProps {
  label: string
  icon: LucideIcon
  to: string | null | undefined
  onGo: (id: string) => void
}

/** Keeps its place and the focus where there is nobody that way. */
function Step({ label, icon: Icon, to, onGo }: StepProps) {
  return (
    <button
      type="button"
      className={css.tool}
      aria-label={label}
      title={label}
      aria-disabled={!to}
      onClick={() => to && onGo(to)}
    >
      <Icon size={18} aria-hidden="true" />
    </button>
  )
}

/** For whoever steps on without seeing whom it led to. */
function SpokenName({ id }: { id: string }) {
  const { query, listed } = useUser(id)
  const user = query.data ?? listed
  return user && <span className="visually-hidden">{toUserName(user)}, </span>
}
