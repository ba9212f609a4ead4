import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import type { Setup } from '@vestibule/client'
import { CircleCheck, CircleQuestionMark, RefreshCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Time } from '../ui/Time.tsx'
import css from './SetupSummary.module.css'
import { countSetup, type SetupCount } from './setup-state.ts'

type Refetch = UseQueryResult<Setup>['refetch']

interface SetupSummaryProps {
  setup: Setup
  refetch: Refetch
}

/** All in a sentence, when it was found out, and how to find out again. */
export function SetupSummary({ setup, refetch }: SetupSummaryProps) {
  const count = countSetup(setup)
  return (
    <div className={css.summary}>
      <div className={css.words}>
        <SummaryIcon count={count} />
        <div>
          <p role="status" className={css.sentence}>
            <Sentence count={count} />
          </p>
          <p className={css.quiet}>
            <Trans>
              Checked <Time at={setup.checkedAt} />, <Time at={setup.checkedAt} look="instant" />
            </Trans>
          </p>
        </div>
      </div>
      <CheckAgain refetch={refetch} />
    </div>
  )
}

function SummaryIcon({ count: { missing, unknown, failed, untold } }: { count: SetupCount }) {
  if (missing + failed > 0)
    return <TriangleAlert size={20} className={css.warn} aria-hidden="true" />
  if (unknown + untold > 0)
    return <CircleQuestionMark size={20} className={css.quiet} aria-hidden="true" />
  return <CircleCheck size={20} className={css.ok} aria-hidden="true" />
}

function Sentence({ count }: { count: SetupCount }) {
  const { total, missing, unknown, failed, untold } = count
  if (missing + unknown + failed + untold === 0) {
    return <Trans>Everything Vestibule needs is there.</Trans>
  }
  return (
    <>
      {missing > 0 && (
        <Plural
          value={missing}
          one={`# of ${total} permissions is missing.`}
          other={`# of ${total} permissions are missing.`}
        />
      )}{' '}
      {unknown > 0 && (
        <Plural
          value={unknown}
          one={`# of ${total} permissions cannot be checked now.`}
          other={`# of ${total} permissions cannot be checked now.`}
        />
      )}{' '}
      {failed > 0 && <Plural value={failed} one="# check failed." other="# checks failed." />}{' '}
      {untold > 0 && (
        <Plural
          value={untold}
          one="# check cannot be made now."
          other="# checks cannot be made now."
        />
      )}
    </>
  )
}

function CheckAgain({ refetch }: { refetch: Refetch }) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const [isChecking, setIsChecking] = useState(false)
  const [said, setSaid] = useState({ count: 0, text: '' })

  const check = async () => {
    setIsChecking(true)
    const { isSuccess } = await refetch()
    // What other pages read was read with the permissions of before.
    void queryClient.invalidateQueries({
      predicate: ({ queryKey: [name] }) => name !== 'setup' && name !== 'me',
      refetchType: 'none',
    })
    setIsChecking(false)
    if (isSuccess) setSaid(({ count }) => ({ count: count + 1, text: t`Checked.` }))
  }

  return (
    <div>
      <Button aria-disabled={isChecking} onClick={() => !isChecking && void check()}>
        <RefreshCw size={16} aria-hidden="true" />
        <Trans>Check again</Trans>
      </Button>
      <p role="status" className="visually-hidden">
        {/* Anew each time: the summary is silent when nothing has changed. */}
        <span key={said.count}>{isChecking ? t`Checking…` : said.text}</span>
      </p>
    </div>
  )
}
