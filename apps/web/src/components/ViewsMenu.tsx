import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { SavedView } from '@vestibule/client'
import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { viewsQuery } from '../api/queries.ts'
import { PATHS } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Loaded } from './Loaded.tsx'
import { SavedViewRow } from './SavedViewRow.tsx'
import { SaveView } from './SaveView.tsx'
import css from './ViewsMenu.module.css'

interface ViewsMenuProps {
  /** The view that is shown, as a query string. */
  query: string
  onChoose: (query: string) => void
}

/** Lists of people as somebody wants to come back to them. */
export function ViewsMenu(props: ViewsMenuProps) {
  return (
    <Popover
      align="end"
      icon={<Bookmark size={16} aria-hidden="true" />}
      words={<Trans>Views</Trans>}
    >
      {(close) => <Views {...props} onClose={close} />}
    </Popover>
  )
}

function Views({ query, onChoose, onClose }: ViewsMenuProps & { onClose: () => void }) {
  const { t } = useLingui()
  const views = useQuery(viewsQuery)
  const [isSaving, setIsSaving] = useState(false)
  if (isSaving) return <SaveView query={query} onDone={() => setIsSaving(false)} />

  const choose = (view: SavedView) => {
    onClose()
    onChoose(view.query)
  }
  return (
    <div className={css.menu}>
      <Loaded query={views} skeleton={<Skeleton height={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={css.quiet}>
              <Trans>No view has been saved yet.</Trans>
            </p>
          ) : (
            <>
              <Group
                title={t`Mine`}
                views={items.filter(({ isMine }) => isMine)}
                current={query}
                onChoose={choose}
              />
              <Group
                title={t`Shared by others`}
                views={items.filter(({ isMine }) => !isMine)}
                current={query}
                onChoose={choose}
              />
            </>
          )
        }
      </Loaded>
      <div className={css.acts}>
        <Button onClick={() => setIsSaving(true)}>
          <Trans>Save this view…</Trans>
        </Button>
        <CopyButton wide label={t`Copy link`} text={`${location.origin}${PATHS.users}?${query}`} />
      </div>
    </div>
  )
}

interface GroupProps {
  title: string
  views: readonly SavedView[]
  current: string
  onChoose: (view: SavedView) => void
}

function Group({ title, views, current, onChoose }: GroupProps) {
  if (views.length === 0) return null
  return (
    <section aria-label={title} className={css.group}>
      <h2 className={css.title}>{title}</h2>
      <ul className={css.list}>
        {views.map((view) => (
          <SavedViewRow
            key={view.id}
            view={view}
            isCurrent={view.query === current}
            onChoose={() => onChoose(view)}
          />
        ))}
      </ul>
    </section>
  )
}
