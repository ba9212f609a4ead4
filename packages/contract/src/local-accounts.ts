import { type Static, Type } from 'typebox'

const Email = () =>
  Type.String({ minLength: 3, maxLength: 320, description: 'Case and width do not matter.' })
/** At sign-in any length is an attempt; the rules are those of a new one. */
const Password = (description: string) =>
  Type.String({ minLength: 1, maxLength: 1000, description })
const NewPassword = () =>
  Type.String({
    maxLength: 1000,
    description: '15 characters or more, of any kind, and not one of a list that attackers try.',
  })
const Door = () =>
  Type.Enum(['entra', 'local'], {
    description: '`entra`: through Microsoft. `local`: e-mail and password.',
  })
/** Of the link in a mail. */
const Token = () =>
  Type.String({ minLength: 1, maxLength: 200, description: 'What stands in the link.' })

/** Registers a local account. */
export const Registration = Type.Object(
  {
    email: Email(),
    password: NewPassword(),
    displayName: Type.String({
      minLength: 1,
      maxLength: 120,
      pattern: '\\S',
      description: 'What the person is called here.',
    }),
    accentColor: Type.Optional(
      Type.Enum(['blue', 'green', 'grey'], {
        description: 'The colour of their pages; blue unless given.',
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [
      {
        email: 'ada@home.test',
        password: 'four words that nobody guesses',
        displayName: 'Ada',
        accentColor: 'green',
      },
    ],
  },
)
export type Registration = Static<typeof Registration>

/** Confirms a registration by the link in the mail, with the password that was chosen. */
export const RegistrationProof = Type.Object(
  { token: Token(), password: Password('The one that was chosen at registration.') },
  {
    additionalProperties: false,
    examples: [{ token: 'Zk3u…', password: 'four words that nobody guesses' }],
  },
)
export type RegistrationProof = Static<typeof RegistrationProof>

export const LocalSignIn = Type.Object(
  {
    email: Email(),
    password: Password('The one of the account.'),
    rememberMe: Type.Optional(
      Type.Boolean({ description: 'The session lasts beyond the browser.' }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ email: 'ada@home.test', password: 'four words that nobody guesses' }],
  },
)
export type LocalSignIn = Static<typeof LocalSignIn>

export const PasswordChange = Type.Object(
  { currentPassword: Password('The one to give up.'), newPassword: NewPassword() },
  {
    additionalProperties: false,
    examples: [
      {
        currentPassword: 'four words that nobody guesses',
        newPassword: 'five other words that nobody guesses',
      },
    ],
  },
)
export type PasswordChange = Static<typeof PasswordChange>

/** Asks for a mail with a link to reset the password. */
export const ForgottenPassword = Type.Object(
  { email: Email() },
  { additionalProperties: false, examples: [{ email: 'ada@home.test' }] },
)
export type ForgottenPassword = Static<typeof ForgottenPassword>

/** Sets another password by the link in the mail. */
export const PasswordReset = Type.Object(
  { token: Token(), newPassword: NewPassword() },
  {
    additionalProperties: false,
    examples: [{ token: 'Zk3u…', newPassword: 'five other words that nobody guesses' }],
  },
)
export type PasswordReset = Static<typeof PasswordReset>

/** The local account to join with the Microsoft account that the session is of. */
export const Link = Type.Object(
  { email: Email(), password: Password('The one of the local account.') },
  {
    additionalProperties: false,
    examples: [{ email: 'ada@home.test', password: 'four words that nobody guesses' }],
  },
)
export type Link = Static<typeof Link>

/** The way in to give up. */
export const Unlink = Type.Object(
  { door: Door() },
  { additionalProperties: false, examples: [{ door: 'local' }] },
)
export type Unlink = Static<typeof Unlink>
