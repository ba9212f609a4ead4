import { Plural, Trans } from '@lingui/react/macro'
import { toProblemPage } from '../routes.ts'
import type { Match } from './find-matches.ts'
import css from './MatchList.module.css'
import { OperationLink } from './OperationLink.tsx'

interface MatchListProps {
  matches: readonly Match[]
  codes: readonly string[]
  question: string
}

/** What the search has found. */
export function MatchList({ matches, codes, question }: MatchListProps) {
  return (
    <div className={css.found}>
      <p role="status" className={css.count}>
        {matches.length + codes.length === 0 ? (
          <Trans>Nothing matches “{question}”.</Trans>
        ) : (
          <Plural value={matches.length + codes.length} one="# match" other="# matches" />
        )}
      </p>
      {matches.length > 0 && (
        <ul>
          {matches.map(({ operation, field }) => (
            <li key={operation.id}>
              <OperationLink operation={operation}>
                {field !== undefined && (
                  <span className={css.field}>
                    <Trans>has the field {field}</Trans>
                  </span>
                )}
              </OperationLink>
            </li>
          ))}
        </ul>
      )}
      {codes.length > 0 && (
        <>
          <h2>
            <Trans>Problem codes</Trans>
          </h2>
          <ul>
            {codes.map((code) => (
              <li key={code}>
                <a className={css.code} href={toProblemPage(code)}>
                  {code}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
