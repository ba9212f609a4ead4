/**
 * What somebody has filled in, kept in the tab so that it is still there after a sign-in that an act
 * needs first; of nobody else who may sign in then. It opens nothing, and goes with signing out.
 */
const PREFIX = 'vestibule.draft.'

export function readTabDraft(name: string, personId: string): unknown {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null')
    return kept?.personId === personId ? kept.draft : undefined
  } catch {
    return undefined
  }
}

export function keepTabDraft(name: string, personId: string, draft: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify({ personId, draft }))
  } catch {
    // More than the browser keeps: it lives as long as the page.
    dropTabDraft(name)
  }
}

export function dropTabDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name)
}

export function dropTabDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  }
}
