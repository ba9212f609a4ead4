import {
  type AccountInfo,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from '@azure/msal-browser'
// In a project of your own: from '@vestibule/client'.
import { type Client, createClient } from '../../src/index.ts'

/** What `config.json` beside the page says. */
export interface PageConfig {
  /** The origin of Vestibule, in whose CORS_ORIGINS the page's own origin stands. */
  server: string
  authority: string
  clientId: string
  scope: string
}

export interface Page {
  /** Who has signed in here before. */
  account: AccountInfo | undefined
  /** Leaves the page for the sign-in, which leads back to it. */
  signIn(): Promise<void>
  client: Client
}

/** Takes in what a sign-in has brought, and makes a client that calls with its tokens. */
export async function openPage({ server, authority, clientId, scope }: PageConfig): Promise<Page> {
  const msal = new PublicClientApplication({
    auth: {
      clientId,
      authority,
      // Only needed where Microsoft does not know the authority's host.
      knownAuthorities: [new URL(authority).host],
      redirectUri: '/',
      clientCapabilities: ['CP1'], // it understands claims challenges
    },
  })
  await msal.initialize()
  await msal.handleRedirectPromise()
  const [account] = msal.getAllAccounts()
  const scopes = [scope]
  return {
    account,
    signIn: () => msal.loginRedirect({ scopes }),
    client: createClient({
      baseUrl: server,
      async getToken({ claims }) {
        const request = { scopes, ...(claims && { claims }), ...(account && { account }) }
        try {
          return (await msal.acquireTokenSilent(request)).accessToken
        } catch (error) {
          if (!(error instanceof InteractionRequiredAuthError)) throw error
        }
        await msal.acquireTokenRedirect(request)
        throw new Error('The page is on its way to the sign-in.')
      },
    }),
  }
}
