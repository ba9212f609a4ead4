import { Plural, useLingui } from '@lingui/react/macro'
import { ApiProblem, type Problem } from '@vestibule/client'
import { CircleAlert, LockKeyhole, type LucideIcon, Unplug } from 'lucide-react'
import { toErrorText } from '../api/error-text.ts'
import { Tag } from '../ui/Tag.tsx'
import { ProblemDetails } from './ProblemDetails.tsx'
import css from './ProblemPanel.module.css'
import { SetupLink } from './SetupLink.tsx'
import { TryAgain } from './TryAgain.tsx'

interface ProblemPanelProps {
  error: unknown
  /** When it happened, in ms since 1970. */
  at: number
  onRetry: () => void
}

/** Takes the place of what could not be shown: what happened, what can be done, then the details. */
export function ProblemPanel({ error, at, onRetry }: ProblemPanelProps) {
  const { t } = useLingui()
  const { title, advice } = toErrorText(error)
  const problem = error instanceof ApiProblem ? error.problem : undefined
  const Icon = toIcon(problem)

  return (
    <section role="alert" className={css.panel}>
      <Icon size={24} className={css.icon} aria-hidden="true" />
      <h2>{t(title)}</h2>
      <p>{t(advice)}</p>
      {problem?.scopes && problem.scopes.length > 0 && <MissingScopes scopes={problem.scopes} />}
      {problem?.errors?.map(({ path, message }) => (
        <p key={path}>
          <code>{path}</code> {message}
        </p>
      ))}
      {problem?.retryAfterSeconds !== undefined && (
        <p>
          <Plural
            value={problem.retryAfterSeconds}
            one="It asks for # second."
            other="It asks for # seconds."
          />
        </p>
      )}
      <div className={css.actions}>
        <TryAgain look="primary" error={error} onRetry={onRetry} />
        <SetupLink error={error} />
      </div>
      <ProblemDetails error={error} at={at} />
    </section>
  )
}

function MissingScopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <ul className={css.scopes}>
      {scopes.map((scope) => (
        <li key={scope}>
          <Tag look="code">{scope}</Tag>
        </li>
      ))}
    </ul>
  )
}

function toIcon(problem: Problem | undefined): LucideIcon {
  if (problem === undefined) return Unplug
  return problem.status === 401 || problem.status === 403 ? LockKeyhole : CircleAlert
}
