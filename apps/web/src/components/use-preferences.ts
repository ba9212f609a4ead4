import type { Me } from '@vestibule/client'
import { useEffect } from 'react'

/** Dresses the page as the person likes it. */
export function usePreferences(me: Me | undefined): void {
  const accent = me?.preferences.accentColor
  const theme = me?.preferences.theme

  useEffect(() => {
    const { dataset } = document.documentElement
    if (accent) dataset.accent = accent
    if (theme) dataset.theme = theme
  }, [accent, theme])
}
