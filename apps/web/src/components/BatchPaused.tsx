import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UserBatch } from '@vestibule/client'
import { batchQuery } from '../api/batch-queries.ts'
import { client } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import { toLogin, toReturnTo } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Notice } from '../ui/Notice.tsx'
import { ActFailure } from './ActFailure.tsx'

const REASONS: Record<NonNullable<UserBatch['pauseReason']>, MessageDescriptor> = {
  sign_in_required: msg`Microsoft does not take the sign-in any more with which it was asked for.`,
  consent_required: msg`A permission that it needs is not there any more.`,
  claims_challenge: msg`Your organisation asks for a fresh sign-in.`,
}

/** Why a batch waits for its person, and what that person can do. */
export function BatchPaused({ batch }: { batch: UserBatch }) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const resume = useMutation({
    mutationFn: () => client.resumeUserBatch(batch.id),
    onSuccess: (resumed) => queryClient.setQueryData(batchQuery(batch.id).queryKey, resumed),
  })
  const isMine = me?.id === batch.createdBy.id
  const name = batch.createdBy.displayName
  return (
    <>
      <Notice
        tone="warn"
        title={<Trans>The batch is paused.</Trans>}
        actions={
          isMine && (
            <>
              <ButtonLink look="primary" href={toLogin(toReturnTo(location))}>
                <Trans>Sign in again</Trans>
              </ButtonLink>
              <Button
                aria-disabled={resume.isPending}
                onClick={() => !resume.isPending && resume.mutate()}
              >
                <Trans>Resume</Trans>
              </Button>
            </>
          )
        }
      >
        <p>
          {batch.pauseReason && t(REASONS[batch.pauseReason])}{' '}
          {isMine ? (
            <Trans>It goes on by itself once you have signed in again. What is done is kept.</Trans>
          ) : (
            <Trans>
              It goes on once <bdi>{name}</bdi> has signed in again. What is done is kept.
            </Trans>
          )}
        </p>
      </Notice>
      {resume.isError && (
        <ActFailure
          error={resume.error}
          at={resume.submittedAt}
          refused={<Trans>The batch does not go on.</Trans>}
          uncertain={<Trans>It is not certain that the batch goes on.</Trans>}
        />
      )}
    </>
  )
}
