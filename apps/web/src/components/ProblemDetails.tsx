import { Trans, useLingui } from '@lingui/react/macro'
import { ApiProblem } from '@vestibule/client'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Fold } from '../ui/Fold.tsx'
import { Time } from '../ui/Time.tsx'
import css from './ProblemDetails.module.css'
import { toSupportText } from './support-text.ts'

/** What someone who helps needs to know, folded away from someone who does not. */
export function ProblemDetails({ error, at }: { error: unknown; at: number }) {
  const { t } = useLingui()
  const problem = error instanceof ApiProblem ? error.problem : undefined
  const message = error instanceof Error ? error.message : String(error)

  return (
    <Fold label={<Trans>Details for support</Trans>}>
      <div className={css.details}>
        <Facts>
          <Fact name={<Trans>Message</Trans>}>{problem?.detail ?? message}</Fact>
          {problem && (
            <>
              <Fact name={<Trans>Code</Trans>}>
                <code>{problem.code}</code>
              </Fact>
              <Fact name={<Trans>Status</Trans>}>
                <code>{problem.status}</code>
              </Fact>
              <Fact name={<Trans>Request id</Trans>}>
                <code>{problem.requestId}</code>
              </Fact>
            </>
          )}
          <Fact name={<Trans>Time</Trans>}>
            <Time at={at} look="instant" />
          </Fact>
        </Facts>
        <CopyButton wide text={toSupportText(error, at)} label={t`Copy for support`} />
      </div>
    </Fold>
  )
}
