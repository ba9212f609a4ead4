import { Trans, useLingui } from '@lingui/react/macro'
import { isOwnPath, toProblemPage } from '../routes.ts'
import { Fold } from '../ui/Fold.tsx'
import { Notice } from '../ui/Notice.tsx'
import { CodeBlock } from './CodeBlock.tsx'
import { type Outcome, toPretty } from './send-request.ts'
import css from './TryOutcome.module.css'
import type { Sending } from './use-sending.ts'

/** What came of a request. */
export function TryOutcome({ sending: { state, outcome } }: { sending: Sending }) {
  return (
    <>
      <p role="status" className={css.status}>
        {state === 'busy' && !outcome && <Trans>On its way…</Trans>}
        {state === 'stopped' && !outcome && <Trans>Stopped before an answer came.</Trans>}
        {outcome && <StatusLine outcome={outcome} />}
        {state === 'stopped' && outcome && <Trans>Stopped: more may have come.</Trans>}
        {state === 'busy' && outcome && <Trans>More is coming…</Trans>}
      </p>
      {state === 'no-answer' && (
        <Notice tone="bad" urgent title={<Trans>There was no whole answer.</Trans>}>
          <p>
            <Trans>
              See whether you are connected and the server is running, then send it again.
            </Trans>
          </p>
        </Notice>
      )}
      {outcome && <Answer outcome={outcome} />}
    </>
  )
}

function StatusLine({ outcome: { status, statusText, milliseconds } }: { outcome: Outcome }) {
  const { i18n } = useLingui()
  const time = i18n.number(milliseconds)
  return (
    <>
      <strong className={status >= 200 && status < 400 ? css.ok : css.bad}>
        {status} {statusText}
      </strong>
      <span className={css.time}>
        <Trans>{time} ms</Trans>
      </span>
    </>
  )
}

function Answer({ outcome }: { outcome: Outcome }) {
  const { t, i18n } = useLingui()
  const bytes = i18n.number(outcome.bytes)
  return (
    <>
      <ProblemHelp outcome={outcome} />
      <Fold label={<Trans>Headers</Trans>}>
        <dl className={css.headers}>
          {outcome.headers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Fold>
      {outcome.text === undefined && (
        <p>
          <Trans>
            {bytes} bytes of {outcome.mediaType}
          </Trans>
        </p>
      )}
      {outcome.text === '' && outcome.isWhole && (
        <p>
          <Trans>The reply has no body.</Trans>
        </p>
      )}
      {outcome.text && <CodeBlock text={toPretty(outcome)} name={t`Reply`} />}
    </>
  )
}

/** Of a problem, where it is explained and where it can be mended. */
function ProblemHelp({ outcome: { text, mediaType } }: { outcome: Outcome }) {
  if (!mediaType.includes('problem+json')) return null
  const { code, signInUrl } = readProblem(text)
  return (
    <p className={css.help}>
      {code && (
        <a href={toProblemPage(code)}>
          <Trans>What {code} means</Trans>
        </a>
      )}
      {signInUrl && (
        <a href={signInUrl} target="_blank" rel="noopener">
          <Trans>Sign in (in a new tab)</Trans>
        </a>
      )}
    </p>
  )
}

function readProblem(text = ''): { code?: string; signInUrl?: string } {
  try {
    const { code, signInUrl } = JSON.parse(text)
    return {
      ...(typeof code === 'string' && { code }),
      ...(isOwnPath(signInUrl) && { signInUrl }),
    }
  } catch {
    return {}
  }
}
