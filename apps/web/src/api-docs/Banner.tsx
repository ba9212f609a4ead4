import { Trans } from '@lingui/react/macro'
import { API_DOCUMENT, PATHS, PROBLEM_PAGES } from '../routes.ts'
import { Mark } from '../ui/Mark.tsx'
import css from './Banner.module.css'

/** The top of the page: what it is of, and the two other things to read. */
export function Banner({ version }: { version: string | undefined }) {
  return (
    <header className={css.banner}>
      <a className={css.brand} href={PATHS.profile}>
        <Mark />
        <span>Vestibule</span>
      </a>
      {version && <span className={css.version}>{version}</span>}
      <div className={css.links}>
        <a href={PROBLEM_PAGES}>
          <Trans>Problem codes</Trans>
        </a>
        <a href={API_DOCUMENT}>
          <Trans>OpenAPI</Trans>
        </a>
      </div>
    </header>
  )
}
