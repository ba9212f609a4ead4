import { Plural, Trans } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Me } from '@vestibule/client'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { batchQuery } from '../api/batch-queries.ts'
import { client } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import {
  type BatchDraft,
  changeDraft,
  createDraft,
  dropDraft,
  keepDraft,
  readDraft,
} from '../batch-draft.ts'
import { beginBatch, lookFirst } from '../begin-batch.ts'
import { BatchConfirm } from '../components/BatchConfirm.tsx'
import { BatchesForbidden } from '../components/BatchesForbidden.tsx'
import { BatchFailure } from '../components/BatchFailure.tsx'
import { BatchInput } from '../components/BatchInput.tsx'
import { BatchLook } from '../components/BatchLook.tsx'
import { BatchStepSection } from '../components/BatchStepSection.tsx'
import { BatchSteps } from '../components/BatchSteps.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { mayActOnAccounts } from '../components/may-act.ts'
import { countSource, readSource } from '../read-source.ts'
import { PATHS } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './BatchPage.module.css'

const route = getRouteApi(PATHS.newBatch)

export function NewBatchPage() {
  const query = useQuery(meQuery)
  return (
    <article className={css.page}>
      <h1 tabIndex={-1} className={css.title}>
        <Trans>New batch</Trans>
      </h1>
      <Loaded query={query} skeleton={<Skeleton height={16} />}>
        {(me) => (mayActOnAccounts(me.roles) ? <Draft me={me} /> : <BatchesForbidden />)}
      </Loaded>
    </article>
  )
}

function Draft({ me }: { me: Me }) {
  const navigate = route.useNavigate()
  const search = route.useSearch()
  // Once: it is taken out of the address, so that neither a reload nor Back goes there again.
  const [ask] = useState(search.ask)
  useEffect(() => {
    if (search.ask) void navigate({ search: {}, replace: true, resetScroll: false })
  }, [search.ask, navigate])
  const [draft, setDraft] = useState(() => readDraft(me.id) ?? createDraft())
  // Only what is looked at because of a press takes the focus; not what is found again.
  const wasPressed = useRef(false)
  const source = useDeferredValue(draft.source)
  const read = useMemo(() => readSource(source), [source])
  const change = (given: Partial<BatchDraft>) => setDraft((now) => changeDraft(now, given))
  useEffect(() => keepDraft(me.id, draft), [me.id, draft])

  const open = async (id: string) => {
    dropDraft()
    await navigate({ to: PATHS.batch, params: { batchId: id } })
  }
  const look = useMutation({
    mutationFn: () => lookFirst(client, draft),
    onSuccess: async ({ id, dryRun }) => {
      if (!dryRun) return open(id)
      wasPressed.current = true
      change({ lookId: id })
    },
  })
  const run = async (lookId: string) => open((await beginBatch(client, draft, lookId)).id)
  const entries = read?.entries
  const toLine = useMemo(
    () => (entries ? (position: number) => entries[position - 1]?.line ?? position : undefined),
    [entries],
  )
  const count = countSource(draft.source, read)
  // The step itself asks; this only looks at what has come.
  const { data: looked } = useQuery({ ...batchQuery(draft.lookId ?? ''), enabled: false })
  const isLooked = looked !== undefined && looked.finishedAt !== null
  const isLookUp = draft.action === 'query'

  return (
    <>
      <BatchSteps
        at={draft.lookId ? (isLooked ? 'confirm' : 'check') : 'input'}
        isLookUp={isLookUp}
      />
      <BatchStepSection title={<Trans>1. Accounts</Trans>}>
        <BatchInput draft={draft} read={read} onChange={change} />
        {!draft.lookId && (
          <div className={css.act}>
            <Button
              look="primary"
              disabled={count === 0}
              aria-disabled={look.isPending}
              onClick={() => !look.isPending && look.mutate()}
            >
              {isLookUp ? <LookUpWords count={count} /> : <CheckWords count={count} />}
            </Button>
            <span className={css.quiet}>
              {isLookUp ? (
                <Trans>Nothing is changed.</Trans>
              ) : (
                <Trans>Nothing is changed yet: first you see what would happen.</Trans>
              )}
            </span>
          </div>
        )}
        {look.isError && !draft.lookId && <BatchFailure error={look.error} at={look.submittedAt} />}
      </BatchStepSection>
      {draft.lookId && (
        <BatchLook
          key={draft.lookId}
          id={draft.lookId}
          takesFocus={wasPressed.current}
          toLine={toLine}
          onAgain={() => {
            change({ source: draft.source })
            look.reset()
          }}
        >
          {(found) => (
            <BatchConfirm
              draft={draft}
              look={found}
              takesFocus={ask === 'run'}
              onChange={change}
              onRun={() => run(found.id)}
            />
          )}
        </BatchLook>
      )}
    </>
  )
}

function LookUpWords({ count }: { count: number | null }) {
  if (!count) return <Trans>Look up accounts</Trans>
  return <Plural value={count} one="Look up # account" other="Look up # accounts" />
}

function CheckWords({ count }: { count: number | null }) {
  if (!count) return <Trans>Check accounts</Trans>
  return <Plural value={count} one="Check # account" other="Check # accounts" />
}
