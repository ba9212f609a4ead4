// The demo tenant as a process of its own, which counts what it is asked: `tenant-process.ts <people>`.
import { subscribe } from 'node:diagnostics_channel'
import { createEmulator } from '@vestibule/emulator'

/** What a scenario wants to know of the tenant. */
export type Question = 'counts' | 'disabled'

export interface TenantCounts {
  /** Requests at the token endpoint. */
  tokens: number
  /** Of the keys that sign tokens. */
  keys: number
  /** Calls of Graph, those within a batch each by itself. */
  calls: number
  /** Of these, answered 429. */
  throttled: number
}

/** The tenant's own log keeps the newest thousand. */
const LOOK_EVERY_MS = 20

const emulator = await createEmulator({ port: 0, users: Number(process.argv[2]) })
emulator.settings({ quotas: 'none' })
const counts: TenantCounts = { tokens: 0, keys: 0, calls: 0, throttled: 0 }

subscribe('http.server.request.start', (message) => {
  const { url = '' } = (message as { request: { url?: string } }).request
  if (url.endsWith('/oauth2/v2.0/token')) counts.tokens += 1
  else if (url.includes('/discovery/') && url.split('?')[0]?.endsWith('/keys')) counts.keys += 1
})

// What runs within a batch comes by no socket, so it is read from the log: of one moment to the next.
let countedUntil = new Date().toISOString()
setInterval(() => {
  // Of this very millisecond there may be more.
  const until = new Date(Date.now() - 1).toISOString()
  for (const { at, path, status } of emulator.requests()) {
    if (at < countedUntil || at >= until || !path.startsWith('/v1.0/')) continue
    counts.calls += 1
    if (status === 429) counts.throttled += 1
  }
  countedUntil = until
}, LOOK_EVERY_MS)

process.on('message', (question: Question) => {
  process.send?.(
    question === 'counts'
      ? counts
      : emulator
          .listUsers()
          .filter(({ accountEnabled }) => !accountEnabled)
          .map(({ userPrincipalName }) => userPrincipalName),
  )
})
process.on('disconnect', () => process.exit())
process.send?.({
  url: emulator.url,
  authority: emulator.authority,
  clientId: emulator.webClientId,
  password: emulator.password,
  /** People who can be disabled: enabled, none of them an administrator, kept in the cloud alone. */
  names: emulator
    .listUsers()
    .slice(12)
    .filter(
      ({ accountEnabled, userPrincipalName: name }) =>
        accountEnabled && !emulator.readUser(name)?.onPremisesSyncEnabled,
    )
    .map(({ userPrincipalName }) => userPrincipalName),
})
