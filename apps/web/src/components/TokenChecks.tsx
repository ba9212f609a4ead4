import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { TokenClaim } from '@vestibule/client'
import { CircleCheck, CircleX } from 'lucide-react'
import { Time } from '../ui/Time.tsx'
import { CHECK_WORDS } from './claim-words.ts'
import { NamedCode } from './NamedCode.tsx'
import { readInterval, type TokenCheck } from './read-claim.ts'
import css from './TokenChecks.module.css'

interface TokenChecksProps {
  checks: readonly TokenCheck[]
  checkedAt: string
  /** They know the names of the ids that are compared. */
  claims: readonly TokenClaim[]
}

/** What was compared when the token came: each check with both values, one above the other. */
export function TokenChecks({ checks, checkedAt, claims }: TokenChecksProps) {
  const failed = checks.filter(({ passed }) => !passed).length
  const names = Object.assign({}, ...claims.map((claim) => claim.names))
  return (
    <>
      <p className={css.quiet}>
        {failed === 0 ? (
          <Trans>
            All <Plural value={checks.length} one="# check" other="# checks" /> passed when you
            signed in, <Time at={checkedAt} look="instant" />.
          </Trans>
        ) : (
          <Trans>
            <Plural value={failed} one="# check" other="# checks" /> failed when you signed in,{' '}
            <Time at={checkedAt} look="instant" />.
          </Trans>
        )}
      </p>
      <ul className={css.checks}>
        {checks.map((check) => (
          <Check key={check.check} check={check} names={names} />
        ))}
      </ul>
    </>
  )
}

type Names = TokenClaim['names']

function Check({ check, names }: { check: TokenCheck; names: Names }) {
  const { t } = useLingui()
  const { name, proves } = CHECK_WORDS[check.check]
  return (
    <li className={css.check}>
      {check.passed ? (
        <CircleCheck size={18} className={css.ok} aria-hidden="true" />
      ) : (
        <CircleX size={18} className={css.bad} aria-hidden="true" />
      )}
      <div>
        <p>
          <b className={css.name}>{t(name)}</b>{' '}
          <span className={check.passed ? css.ok : css.bad}>
            {check.passed ? <Trans>passed</Trans> : <Trans>failed</Trans>}
          </span>
        </p>
        <p className={css.quiet}>{t(proves)}</p>
      </div>
      <dl className={css.values}>
        <dt>
          <Trans>Expected</Trans>
        </dt>
        <dd>
          <Value text={check.expected} names={names} />
        </dd>
        <dt>
          <Trans>Found</Trans>
        </dt>
        <dd>
          <Value text={check.actual} names={names} />
        </dd>
      </dl>
    </li>
  )
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

function Value({ text, names }: { text: string; names: Names }) {
  const interval = readInterval(text)
  if (interval) {
    return (
      <Trans>
        from <Time at={interval.from} look="instant" /> to <Time at={interval.to} look="instant" />
      </Trans>
    )
  }
  if (INSTANT.test(text)) return <Time at={text} look="instant" />
  if (text === '') {
    return (
      <span className={css.quiet}>
        <Trans>Nothing</Trans>
      </span>
    )
  }
  return <NamedCode item={{ text, name: names[text] }} />
}
