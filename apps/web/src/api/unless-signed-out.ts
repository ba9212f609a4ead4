import { isSignedOut } from './query-client.ts'

/** What was asked for, unless nobody is signed in any more: then the sign-in page opens, and nothing else is said. */
export function unlessSignedOut<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    if (isSignedOut(error)) return new Promise<never>(() => {})
    throw error
  })
}
