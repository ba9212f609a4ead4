import { AppError } from '../app-error.ts'
import { isCustomersIssuer } from '../auth/issuer.ts'
import type { AppContext } from '../context.ts'

/**
 * A hook for routes about other people: customers have no directory, whatever their tenant's Graph would
 * say, and are told so in words rather than by what they lack.
 */
export function requireDirectory({ authority }: AppContext) {
  return async () => {
    const configuration = await authority.getConfiguration()
    if (isCustomersIssuer(configuration.serverMetadata().issuer)) {
      throw new AppError('no_directory')
    }
  }
}
