import { AppError } from '../app-error.ts'
import { isForCustomers } from '../auth/is-for-customers.ts'
import type { AppContext } from '../context.ts'

/**
 * A hook for routes about other people: customers have no directory, whatever their tenant's Graph would
 * say, and are told so in words rather than by what they lack.
 */
export function requireDirectory(context: AppContext) {
  return async () => {
    if (await isForCustomers(context)) throw new AppError('no_directory')
  }
}
