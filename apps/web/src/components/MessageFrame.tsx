import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import css from './MessageFrame.module.css'
import { toMessageDocument } from './message-document.ts'

/**
 * A message's HTML, behind glass: no script, no form, no origin of ours, and it cannot lead this page anywhere. What it
 * is made of was made harmless by the server; this is the other wall, which does not count on that.
 */
export function MessageFrame({ html }: { html: string }) {
  const { t } = useLingui()
  const scheme = useScheme()
  const [address, setAddress] = useState<string>()

  // As srcdoc would take a policy for Trusted Types, which the page has none of.
  useEffect(() => {
    const type = 'text/html;charset=utf-8'
    const made = URL.createObjectURL(new Blob([toMessageDocument(html, scheme)], { type }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [html, scheme])

  return (
    <div className={css.glass}>
      {address && (
        <iframe
          // Another document is another frame: none is a step back for the browser's own button.
          key={address}
          className={css.frame}
          title={t`The message as it was written`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          src={address}
        />
      )}
    </div>
  )
}

const DARK = '(prefers-color-scheme: dark)'

/** Light or dark, as the page is now: as the system, unless the person prefers otherwise. */
function useScheme(): 'light' | 'dark' {
  const [isSystemDark, setSystemDark] = useState(() => matchMedia(DARK).matches)
  useEffect(() => {
    const query = matchMedia(DARK)
    const follow = () => setSystemDark(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  const { theme } = document.documentElement.dataset
  if (theme === 'light' || theme === 'dark') return theme
  return isSystemDark ? 'dark' : 'light'
}
