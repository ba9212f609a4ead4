import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { PATHS } from '../routes.ts'
import css from './BackToUsers.module.css'

/** The way from a batch to all of them. */
export function BackToBatches() {
  return (
    <Link to={PATHS.batches} className={css.back}>
      <ChevronLeft size={18} aria-hidden="true" />
      <Trans>Back to batches</Trans>
    </Link>
  )
}
