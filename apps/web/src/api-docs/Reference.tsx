import { useLingui } from '@lingui/react/macro'
import { useEffect, useMemo } from 'react'
import type { ApiDocument } from './api-document.ts'
import { Contents } from './Contents.tsx'
import { toSearchEntry } from './find-matches.ts'
import { toGroupTitle } from './group-titles.ts'
import { IdentityProvider } from './identity.tsx'
import { OperationSection } from './OperationSection.tsx'
import { Prose } from './Prose.tsx'
import css from './Reference.module.css'
import { readGroups } from './read-operations.ts'
import { Ways } from './Ways.tsx'

/** All operations on one page, so that the browser's own search and a link reach every one of them. */
export function Reference({ document }: { document: ApiDocument }) {
  const { t, i18n } = useLingui()
  const groups = useMemo(() => readGroups(document), [document])
  const entries = useMemo(
    () => groups.flatMap((group) => group.operations.map((one) => toSearchEntry(document, one))),
    [document, groups],
  )
  useFirstPlace()

  return (
    <IdentityProvider>
      <Contents groups={groups} entries={entries} />
      <main id="main" tabIndex={-1} className={css.main}>
        <div className={css.lead}>
          <h1>{t`API reference`}</h1>
          {document.info?.description && <Prose text={document.info.description} />}
        </div>
        <Ways document={document} />
        {groups.map(({ name, operations }) => (
          <section key={name} className={css.group}>
            <h2>{toGroupTitle(name, (text) => i18n._(text))}</h2>
            {operations.map((operation) => (
              <OperationSection key={operation.id} document={document} operation={operation} />
            ))}
          </section>
        ))}
      </main>
    </IdentityProvider>
  )
}

/** The browser looks for the place in the address before the document has come, and finds nothing. */
function useFirstPlace(): void {
  useEffect(() => {
    const id = decodeURIComponent(location.hash.slice(1))
    if (id) document.getElementById(id)?.scrollIntoView()
  }, [])
}
