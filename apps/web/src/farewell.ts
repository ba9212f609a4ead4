/** Why a person was last brought to the sign-in page; kept in the tab until that page has said so. */
export type Farewell = 'signed-out' | 'session-ended'

const KEY = 'vestibule.farewell'

export function leaveFarewell(farewell: Farewell): void {
  sessionStorage.setItem(KEY, farewell)
}

/** Reads it once: a reload of the sign-in page does not say it again. */
export function takeFarewell(): Farewell | undefined {
  const farewell = sessionStorage.getItem(KEY)
  sessionStorage.removeItem(KEY)
  return farewell === 'signed-out' || farewell === 'session-ended' ? farewell : undefined
}
