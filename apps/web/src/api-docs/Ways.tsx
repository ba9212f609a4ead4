import { Trans } from '@lingui/react/macro'
import type { ApiDocument } from './api-document.ts'
import { Words } from './Prose.tsx'
import css from './Ways.module.css'

/** The ways to prove who calls, as the document says them. */
export function Ways({ document }: { document: ApiDocument }) {
  const schemes = Object.entries(document.components?.securitySchemes ?? {})
  return (
    <section className={css.ways}>
      <h2>
        <Trans>Who may call</Trans>
      </h2>
      <p>
        <Trans>
          Each operation says which of these it takes. A request that changes something and comes
          with the session’s cookie carries the header <code>X-CSRF: 1</code> as well; one with a
          token does not need it.
        </Trans>
      </p>
      <dl>
        {schemes.map(([name, { description = '' }]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd lang="en">
              <Words text={description} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
