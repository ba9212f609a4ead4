// The demo tenant as a process of its own, without Graph's limits.
import { createEmulator } from '@vestibule/emulator'

const emulator = await createEmulator({ port: 0, users: Number(process.argv[2]) })
emulator.settings({ quotas: 'none' })
process.on('disconnect', () => process.exit(0))
process.send?.({
  url: emulator.url,
  authority: emulator.authority,
  clientId: emulator.webClientId,
  names: emulator
    .listUsers()
    .slice(12)
    .filter(({ accountEnabled }) => accountEnabled)
    .map(({ userPrincipalName }) => userPrincipalName),
})
