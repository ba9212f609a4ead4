import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { ConsentOutcome } from '../setup-search.ts'
import { Notice } from '../ui/Notice.tsx'

const NOTICES: Record<ConsentOutcome, ReactNode> = {
  granted: (
    <Notice
      tone="info"
      title={<Trans>The consent page says yes; the calls below prove it.</Trans>}
    />
  ),
  refused: (
    <Notice tone="warn" title={<Trans>Admin consent was refused.</Trans>}>
      <p>
        <Trans>
          Nothing was changed. Only an administrator of the organisation can answer yes there.
        </Trans>
      </p>
    </Notice>
  ),
  failed: (
    <Notice tone="warn" title={<Trans>Admin consent could not be completed.</Trans>}>
      <p>
        <Trans>Nothing was changed. Wait a little, then try again.</Trans>
      </p>
    </Notice>
  ),
}

/** How the visit to the consent page ended, as far as its answer can be believed. */
export function SetupConsentNotice({ outcome }: { outcome: ConsentOutcome }) {
  return NOTICES[outcome]
}
