import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ListProblem } from '@vestibule/user-list'
import type { ReactNode } from 'react'
import type { ReadSource } from '../read-source.ts'
import { Fold } from '../ui/Fold.tsx'
import css from './ListSummary.module.css'

const MOST_LINES = 100

const REASONS: Record<ListProblem['reason'], MessageDescriptor> = {
  not_understood: msg`neither an address nor an object id`,
  two_at_signs: msg`probably two addresses that grew together`,
  too_long: msg`longer than any address`,
  no_account: msg`no account in this row`,
  unclosed_quote: msg`a quotation mark that is not closed: nothing below it was read`,
  stray_quote: msg`a quotation mark in the wrong place`,
}

/** What was read of a list, while it is typed. */
export function ListSummary({ read }: { read: ReadSource }) {
  const { t } = useLingui()
  const { entries, duplicates, problems, lines } = read
  return (
    <div className={css.summary}>
      <p role="status" className={css.line}>
        {lines > 0 && (
          <>
            <Plural value={lines} one="# line" other="# lines" />
            {' → '}
            <strong>
              <Plural value={entries.length} one="# account" other="# accounts" />
            </strong>
            {duplicates.length > 0 && (
              <>
                , <Plural value={duplicates.length} one="# duplicate" other="# duplicates" />
              </>
            )}
            {problems.length > 0 && (
              <>
                , <Plural value={problems.length} one="# not understood" other="# not understood" />
              </>
            )}
          </>
        )}
      </p>
      {problems.length > 0 && (
        <Lines label={<Trans>Lines that were not understood</Trans>} count={problems.length}>
          {problems.slice(0, MOST_LINES).map(({ line, input, reason }, index) => (
            <li key={`${line} ${index}`}>
              <Trans>
                Line {line}: <bdi>{input}</bdi>
              </Trans>{' '}
              <span className={css.quiet}>({t(REASONS[reason])})</span>
            </li>
          ))}
        </Lines>
      )}
      {duplicates.length > 0 && (
        <Lines label={<Trans>Lines that come twice</Trans>} count={duplicates.length}>
          {duplicates.slice(0, MOST_LINES).map(({ line, input, firstLine }, index) => (
            <li key={`${line} ${index}`}>
              <Trans>
                Line {line}: <bdi>{input}</bdi>
              </Trans>{' '}
              <span className={css.quiet}>
                (<Trans>as in line {firstLine}</Trans>)
              </span>
            </li>
          ))}
        </Lines>
      )}
    </div>
  )
}

function Lines({
  label,
  count,
  children,
}: {
  label: ReactNode
  count: number
  children: ReactNode
}) {
  return (
    <Fold label={label}>
      <ul className={css.lines}>{children}</ul>
      {count > MOST_LINES && (
        <p className={css.quiet}>
          <Plural value={count - MOST_LINES} one="and # more" other="and # more" />
        </p>
      )}
    </Fold>
  )
}
