import { Trans } from '@lingui/react/macro'
import { Button } from '../ui/Button.tsx'
import type { GoTo } from './use-view.ts'
import { View } from './View.tsx'

/** In place of what a mail's link leads to, when its secret has been left out or was used up by a reload. */
export function BrokenLink({ goTo }: { goTo: GoTo }) {
  return (
    <View title={<Trans>This link is not whole</Trans>}>
      <p>
        <Trans>Open it once more from the mail. If that does not help, ask for another mail.</Trans>
      </p>
      <div>
        <Button onClick={() => goTo('doors')}>
          <Trans>Back to sign-in</Trans>
        </Button>
      </div>
    </View>
  )
}
