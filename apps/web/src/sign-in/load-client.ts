import { NoAnswer } from '@vestibule/client'

/**
 * The client of the API. It comes when somebody begins to fill a form in: who goes to Microsoft needs
 * none, and the page is there sooner.
 */
export async function loadClient() {
  const { client } = await import('../api/client.ts').catch((cause: unknown) => {
    throw new NoAnswer('The page’s own code did not come.', { cause })
  })
  return client
}
