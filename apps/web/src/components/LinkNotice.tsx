import { Trans } from '@lingui/react/macro'
import type { LinkState } from '../security-search.ts'
import { Notice } from '../ui/Notice.tsx'

/** What became of linking a Microsoft account, where nothing on the page itself tells. */
export function LinkNotice({ link }: { link: LinkState | undefined }) {
  if (link === 'conflict') {
    return (
      <Notice tone="bad" urgent title={<Trans>The accounts were not linked.</Trans>}>
        <p>
          <Trans>
            That Microsoft account is linked with another account, or this one has another already.
          </Trans>
        </p>
      </Notice>
    )
  }
  if (link === 'expired') {
    return (
      <Notice tone="warn" urgent title={<Trans>The accounts were not linked.</Trans>}>
        <p>
          <Trans>
            You were signed out, or signed in anew, before Microsoft had answered. Begin once more.
          </Trans>
        </p>
      </Notice>
    )
  }
  if (link === 'not-needed') {
    return (
      <Notice tone="info" title={<Trans>There is nothing to link.</Trans>}>
        <p>
          <Trans>You have a Microsoft account here already.</Trans>
        </p>
      </Notice>
    )
  }
  return null
}
