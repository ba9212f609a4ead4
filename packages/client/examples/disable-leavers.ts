// At a command line, for a person who signs in with a code on any other device:
//
//   node disable-leavers.ts --server https://vestibule.example \
//     --authority https://login.microsoftonline.com/<tenant id> \
//     --client-id <client id of your command line> \
//     --scope api://<client id of Vestibule>/access_as_user \
//     ann@contoso.example bob@contoso.example
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { InteractionRequiredAuthError, PublicClientApplication } from '@azure/msal-node'
// In a project of your own: from '@vestibule/client'.
import { createClient, type GetToken, isProblem } from '../src/index.ts'
import { disableLeavers, lookAround, takeBack } from './walk.ts'

const text = { type: 'string', default: '' } as const
const { values, positionals: leavers } = parseArgs({
  options: { server: text, authority: text, 'client-id': text, scope: text },
  allowPositionals: true,
})

const msal = new PublicClientApplication({
  auth: {
    clientId: values['client-id'],
    authority: values.authority,
    // Only needed where Microsoft does not know the authority's host.
    knownAuthorities: [new URL(values.authority).host],
    clientCapabilities: ['CP1'], // it understands claims challenges
  },
})

const getToken: GetToken = async ({ claims }) => {
  const request = { scopes: [values.scope], ...(claims && { claims }) }
  const [account] = await msal.getAllAccounts()
  if (account) {
    try {
      return (await msal.acquireTokenSilent({ ...request, account })).accessToken
    } catch (error) {
      if (!(error instanceof InteractionRequiredAuthError)) throw error
    }
  }
  const signedIn = await msal.acquireTokenByDeviceCode({
    ...request,
    deviceCodeCallback: ({ message }) => console.error(message),
  })
  if (!signedIn) throw new Error('Nobody has signed in.')
  return signedIn.accessToken
}

try {
  const client = createClient({ baseUrl: values.server, getToken })
  await lookAround(client, leavers, console.log)
  const batch = await disableLeavers(client, leavers, console.log)
  console.log('Press Enter to take it back.')
  await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next()
  await takeBack(client, batch, console.log)
} catch (error) {
  if (!isProblem(error, 'forbidden', 'consent_required', 'invalid_request')) throw error
  console.error(`${error.problem.detail} (reference ${error.requestId})`)
  process.exitCode = 1
}
// What waits for input would keep the process.
process.stdin.destroy()
