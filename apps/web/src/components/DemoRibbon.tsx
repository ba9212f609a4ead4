import { Trans } from '@lingui/react/macro'
import css from './DemoRibbon.module.css'

/** Shown while people come from the demo tenant on this machine. */
export function DemoRibbon() {
  return (
    <aside className={css.ribbon}>
      <strong>
        <Trans>Demo tenant</Trans>
      </strong>
      <span className={css.more}>
        <Trans>People and tokens are made up and stay on this machine.</Trans>
      </span>
    </aside>
  )
}
