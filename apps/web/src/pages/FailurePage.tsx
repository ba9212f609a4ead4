import type { ErrorComponentProps } from '@tanstack/react-router'
import { useState } from 'react'
import { ProblemPanel } from '../components/ProblemPanel.tsx'
import css from './FailurePage.module.css'

/** In place of a page whose code failed. Loading anew is the only thing that may help. */
export function FailurePage({ error }: ErrorComponentProps) {
  const [at] = useState(() => Date.now())
  return <ProblemPanel error={error} at={at} onRetry={() => location.reload()} />
}

/** The same when the frame itself failed, so that nothing is around it. */
export function AppFailurePage(props: ErrorComponentProps) {
  return (
    <main className={css.alone}>
      <h1 className="visually-hidden">Vestibule</h1>
      <FailurePage {...props} />
    </main>
  )
}
