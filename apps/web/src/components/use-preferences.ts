import type { Me } from '@vestibule/client'
import { useEffect } from 'react'

/** Dresses the page as the person likes it. */
export function usePreferences(me: Me | undefined): void {
  const accent = me?.preferences.accentColor
  const theme = me?.preferences.theme

  useEffect(() => {
    const { dataset } = document.documentElement
    // The page came dressed so: writing the same would style all of it once more.
    if (accent && accent !== dataset.accent) dataset.accent = accent
    if (theme && theme !== dataset.theme) dataset.theme = theme
  }, [accent, theme])
}
