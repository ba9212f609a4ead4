import { Me } from './me.ts'
import { Problem } from './problems.ts'
import { TokenClaim, TokenClaims } from './token-claims.ts'
import { User, UserPage } from './users.ts'

export { Me } from './me.ts'
export { PROBLEMS, Problem, type ProblemCode } from './problems.ts'
export { TokenClaim, TokenClaims } from './token-claims.ts'
export {
  ListUsersQuery,
  USER_FILTER_FIELDS,
  USER_ORDER_FIELDS,
  User,
  type UserFilterField,
  UserPage,
} from './users.ts'

/** The schemas that stand under their own name in the OpenAPI document. */
export const NAMED_SCHEMAS = [Problem, Me, TokenClaim, TokenClaims, User, UserPage]
