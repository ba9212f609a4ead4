import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { isLocalAuthority } from '../authority.ts'
import { DemoRibbon } from '../components/DemoRibbon.tsx'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import css from './ApiDocsPage.module.css'
import type { ApiDocument } from './api-document.ts'
import { Banner } from './Banner.tsx'
import { loadDocument } from './load-document.ts'
import { Reference } from './Reference.tsx'

/** How to use the API, made of the document that the server itself answers. */
export function ApiDocsPage() {
  const { t } = useLingui()
  const [document, setDocument] = useState<ApiDocument | 'loading' | 'failed'>('loading')

  useEffect(() => {
    window.document.title = t`API reference – Vestibule`
  }, [t])

  useEffect(() => {
    if (document !== 'loading') return
    loadDocument().then(setDocument, () => setDocument('failed'))
  }, [document])

  return (
    <div className={css.page} data-ribbon={isLocalAuthority()}>
      <a className={css.skip} href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      {isLocalAuthority() && <DemoRibbon />}
      <Banner version={typeof document === 'object' ? document.info?.version : undefined} />
      {typeof document === 'object' ? (
        <Reference document={document} />
      ) : (
        <main id="main" tabIndex={-1} className={css.waiting}>
          <h1>
            <Trans>API reference</Trans>
          </h1>
          {document === 'loading' ? (
            <p role="status">
              <Trans>The description of the API is on its way…</Trans>
            </p>
          ) : (
            <Notice
              tone="bad"
              urgent
              title={<Trans>The description of the API did not come.</Trans>}
              actions={
                <Button onClick={() => setDocument('loading')}>
                  <Trans>Try again</Trans>
                </Button>
              }
            >
              <p>
                <Trans>See whether you are connected, then try again.</Trans>
              </p>
            </Notice>
          )}
        </main>
      )}
    </div>
  )
}
