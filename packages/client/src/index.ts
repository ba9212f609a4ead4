export {
  type Client,
  type ClientOptions,
  createClient,
  type ListUsersQuery,
  type Me,
  type TokenClaim,
  type TokenClaims,
  type User,
  type UserPage,
} from './create-client.ts'
export { ApiProblem, NoAnswer, type Problem, type ProblemCode } from './problem.ts'
