import { useLingui } from '@lingui/react/macro'
import { useMatches } from '@tanstack/react-router'

/** The name of the page that is open, as its route gives it. */
export function usePageTitle(): string {
  const { t } = useLingui()
  const title = useMatches({ select: (matches) => matches.at(-1)?.staticData.title })
  return title ? t(title) : t`Page not found`
}
