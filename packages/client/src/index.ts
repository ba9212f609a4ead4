export {
  type Client,
  type ClientOptions,
  createClient,
  type ListUsersQuery,
  type Me,
  type PhotoSize,
  type Preferences,
  type Session,
  type SessionPage,
  type Setup,
  type SetupPermission,
  type TokenClaim,
  type TokenClaims,
  type User,
  type UserDetail,
  type UserPage,
} from './create-client.ts'
export { ApiProblem, NoAnswer, type Problem, type ProblemCode } from './problem.ts'
