import { Trans } from '@lingui/react/macro'
import { Name } from '../ui/Name.tsx'

/** Whether a person is of the organisation or a guest of it. */
export function UserType({ type }: { type: string }) {
  if (type === 'Member') return <Trans>Member</Trans>
  return type === 'Guest' ? <Trans>Guest</Trans> : <Name>{type}</Name>
}
