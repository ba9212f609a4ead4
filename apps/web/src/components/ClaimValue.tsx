import { Trans } from '@lingui/react/macro'
import type { TokenClaim } from '@vestibule/client'
import { Tag } from '../ui/Tag.tsx'
import { Time } from '../ui/Time.tsx'
import css from './ClaimValue.module.css'
import { NamedCode } from './NamedCode.tsx'
import { toClaimShape } from './read-claim.ts'

export function ClaimValue({ claim }: { claim: TokenClaim }) {
  const shape = toClaimShape(claim)
  switch (shape.kind) {
    case 'instant':
      return (
        <div className={css.instant}>
          <Time at={shape.at} look="instant" />
          <span className={css.quiet}>
            <Time at={shape.at} />
          </span>
          <code className={css.quiet}>{shape.raw}</code>
        </div>
      )
    case 'list':
      return shape.items.length === 0 ? (
        <span className={css.quiet}>
          <Trans>An empty list</Trans>
        </span>
      ) : (
        <ul className={shape.items.some(({ name }) => name) ? css.rows : css.list}>
          {shape.items.map((item) => (
            <li key={item.text}>
              {item.name ? <NamedCode item={item} /> : <Tag look="code">{item.text}</Tag>}
            </li>
          ))}
        </ul>
      )
    case 'structure':
      return <pre className={css.structure}>{shape.text}</pre>
    case 'text':
      return <NamedCode item={shape.item} />
  }
}
