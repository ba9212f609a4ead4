import { GraphRequestError } from '@vestibule/graph'

/** Registering or unregistering came to nothing, or not to its end; `message` is a sentence that says why. */
export class RegistrationError extends Error {
  override readonly name = 'RegistrationError'
}

/** Nobody said that it may be done. Nothing was changed. */
export class NotConfirmedError extends Error {
  override readonly name = 'NotConfirmedError'
}

const AGAIN = 'Run the same command again: it goes on from where it stopped.'

/** What Graph refuses or leaves unanswered, as a sentence for who is at the command line. */
export function toRegistrationError(error: unknown, userName: string): unknown {
  if (!(error instanceof GraphRequestError)) return error
  return new RegistrationError(toSentence(error, userName), { cause: error })
}

function toSentence(error: GraphRequestError, userName: string): string {
  const said = `Microsoft Graph said: ${error.message}`
  switch (error.failure) {
    case 'forbidden':
      return `${userName} may not do this: it takes a Global Administrator, or a Privileged Role Administrator who is Application Administrator as well. ${said}`
    case 'unauthorized':
      return `Microsoft Graph does not take this sign-in any more. ${AGAIN}`
    case 'throttled':
      return `Microsoft Graph has had too many requests from here. Wait a few minutes. ${AGAIN}`
    case 'timeout':
    case 'unavailable':
      return `Microsoft Graph cannot be reached, or did not answer as it should. ${said} ${AGAIN}`
    default:
      return `Microsoft Graph did not take this. ${said} ${AGAIN}`
  }
}
