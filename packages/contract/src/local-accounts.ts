import { type Static, Type } from 'typebox'

const Email = () =>
  Type.String({ minLength: 3, maxLength: 320, description: 'Case and width do not matter.' })
/** At sign-in any length is an attempt; the rules are those of a new one. */
const Password = () => Type.String({ minLength: 1, maxLength: 1000 })
const NewPassword = () =>
  Type.String({
    maxLength: 1000,
    description: '15 characters or more, of any kind, and not one of a list that attackers try.',
  })
const Door = () => Type.Enum(['entra', 'local'])

/** Registers a local account. */
export const Registration = Type.Object(
  {
    email: Email(),
    password: NewPassword(),
    displayName: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    accentColor: Type.Optional(Type.Enum(['blue', 'green', 'grey'])),
  },
  { additionalProperties: false },
)
export type Registration = Static<typeof Registration>

/** Confirms a registration by the link in the mail, with the password that was chosen. */
export const RegistrationProof = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 200 }), password: Password() },
  { additionalProperties: false },
)
export type RegistrationProof = Static<typeof RegistrationProof>

export const LocalSignIn = Type.Object(
  {
    email: Email(),
    password: Password(),
    rememberMe: Type.Optional(
      Type.Boolean({ description: 'The session lasts beyond the browser.' }),
    ),
  },
  { additionalProperties: false },
)
export type LocalSignIn = Static<typeof LocalSignIn>

export const PasswordChange = Type.Object(
  { currentPassword: Password(), newPassword: NewPassword() },
  { additionalProperties: false },
)
export type PasswordChange = Static<typeof PasswordChange>

/** Asks for a mail with a link to reset the password. */
export const ForgottenPassword = Type.Object({ email: Email() }, { additionalProperties: false })
export type ForgottenPassword = Static<typeof ForgottenPassword>

/** Sets another password by the link in the mail. */
export const PasswordReset = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 200 }), newPassword: NewPassword() },
  { additionalProperties: false },
)
export type PasswordReset = Static<typeof PasswordReset>

/** The local account to join with the Microsoft account that the session is of. */
export const Link = Type.Object(
  { email: Email(), password: Password() },
  { additionalProperties: false },
)
export type Link = Static<typeof Link>

/** The way in to give up. */
export const Unlink = Type.Object({ door: Door() }, { additionalProperties: false })
export type Unlink = Static<typeof Unlink>
