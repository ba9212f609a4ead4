import { randomUUID } from 'node:crypto'
import {
  changePassword,
  createLocalAccount,
  createOneTimeToken,
  type Db,
  type LocalAccount,
  type NewLocalAccount,
  type OneTimeToken,
  readLocalAccount,
  readLocalAccountOfPerson,
  readPendingRegistration,
  readResetAddress,
  redeemRegistration,
  redeemReset,
  replacePasswordHash,
} from '@vestibule/store'
import type { MailLanguage } from '../mail/mail-texts.ts'
import type { Mailer } from '../mail/mailer.ts'
import { AccountError } from './account-error.ts'
import { createAttemptLimits, toNetwork } from './attempt-limits.ts'
import { checkNewPassword } from './check-new-password.ts'
import { createLinkSecret } from './create-link-secret.ts'
import { createPasswordHashes } from './password-hashes.ts'
import { toEmailKey } from './to-email-key.ts'

/** Where an attempt comes from, for its limits. */
export interface Origin {
  ip: string
  /** Of a browser that has signed in to this very account before. */
  deviceId?: string | undefined
}

type RegistrationMode = 'open' | 'verify' | 'off'

type Applicant = Pick<NewLocalAccount, 'displayName' | 'accentColor'> & {
  email: string
  password: string
}

/** Accounts with e-mail and password. */
export interface LocalAccounts {
  /**
   * Makes an account, or where addresses are verified, sends the mail that leads to it.
   *
   * @returns the person's id; undefined when all now depends on the mail.
   * @throws {AccountError}
   */
  register(
    applicant: Applicant,
    origin: Origin,
    language: MailLanguage,
  ): Promise<string | undefined>
  /** Makes the account of a mail's link. @throws {AccountError} */
  confirmRegistration(
    proof: { token: string; password: string },
    origin: Origin,
  ): Promise<{ personId: string; email: string }>
  /** Whose address and password they are. @throws {AccountError} */
  signIn(credentials: { email: string; password: string }, origin: Origin): Promise<LocalAccount>
  /** The same for whoever is signed in otherwise. @throws {AccountError} */
  prove(credentials: { email: string; password: string }, origin: Origin): Promise<LocalAccount>
  /** Ends all sessions of the person. @throws {AccountError} */
  changePassword(
    change: { personId: string; currentPassword: string; newPassword: string },
    origin: Origin,
    language: MailLanguage,
  ): Promise<void>
  /** Sends a mail, if there is such an account. Takes no longer if there is. @throws {AccountError} */
  forgotPassword(email: string, origin: Origin, language: MailLanguage): Promise<void>
  /** Ends all sessions of the person. @throws {AccountError} */
  resetPassword(
    reset: { token: string; newPassword: string },
    origin: Origin,
    language: MailLanguage,
  ): Promise<void>
}

interface Deps {
  db: Db
  registration: RegistrationMode
  /** Undefined where no mail can be sent. */
  mailer: Mailer | undefined
  now: () => Date
}

const RESET_LIFE_MS = 30 * 60_000
const REGISTRATION_LIFE_MS = 24 * 60 * 60_000

export function createLocalAccounts({ db, registration, mailer, now }: Deps): LocalAccounts {
  const hashes = createPasswordHashes()
  const limits = createAttemptLimits({ db, now })

  /** Undefined where it is wrong, and where the address or the browser has tried too often. */
  async function check(
    { emailKey, password }: { emailKey: string; password: string },
    { ip, deviceId }: Origin,
  ): Promise<LocalAccount | undefined> {
    hashes.demandRoom()
    const network = toNetwork(ip)
    const [limit, of] = deviceId
      ? (['signInOfDevice', `${deviceId} ${emailKey}`] as const)
      : (['signInOfAccount', emailKey] as const)
    await limits.demand('signInFromNetwork', network)
    const { isWithin } = await limits.note(limit, of)
    const account = await readLocalAccount(db, emailKey)
    // A locked account takes as long to refuse as a wrong password, and looks the same.
    const isRight = await hashes
      .verify(isWithin ? account?.passwordHash : undefined, password)
      .catch(async (error: unknown) => {
        // Nobody has looked at the password, so it was no guess.
        await limits.takeBack(limit, of)
        await limits.takeBack('signInFromNetwork', network)
        throw error
      })
    if (!account || !isRight) return undefined
    await limits.forget(limit, of)
    await limits.takeBack('signInFromNetwork', network)
    return account
  }

  async function mailLink(
    token: Omit<OneTimeToken, 'secret' | 'expiresAt'>,
    lifeMs: number,
  ): Promise<string> {
    const secret = createLinkSecret()
    const expiresAt = new Date(now().getTime() + lifeMs).toISOString()
    await createOneTimeToken(db, { ...token, secret, expiresAt })
    return secret
  }

  async function applyByMail(
    {
      emailKey,
      language,
      ...pending
    }: {
      emailKey: string
      email: string
      displayName: string
      accentColor: NewLocalAccount['accentColor']
      passwordHash: string
      language: MailLanguage
    },
    origin: Origin,
  ): Promise<void> {
    if (!mailer) throw new AccountError('no_mail')
    await limits.demand('mailFromNetwork', toNetwork(origin.ip))
    // Whoever asks learns nothing of what the address got, or did not get for having got too much.
    const { isWithin } = await limits.note('mailToAddress', emailKey)
    if (!isWithin) return
    const to = pending.email
    if (await readLocalAccount(db, emailKey)) {
      mailer.send({ to, language, text: 'already_registered' })
      return
    }
    const token = { purpose: 'register', emailKey, registration: pending } as const
    const secret = await mailLink(token, REGISTRATION_LIFE_MS)
    mailer.send({ to, language, text: 'confirm_registration', secret })
  }

  return {
    async register({ email: typed, password, ...applicant }, origin, language) {
      if (registration === 'off') throw new AccountError('registration_off')
      const emailKey = toEmailKey(typed)
      if (!emailKey) throw new AccountError('email_invalid')
      checkNewPassword(password, emailKey)
      await limits.demand('registerFromNetwork', toNetwork(origin.ip))
      const email = typed.trim().normalize('NFKC')
      const passwordHash = await hashes.hash(password)
      if (registration === 'verify') {
        await applyByMail({ ...applicant, email, emailKey, passwordHash, language }, origin)
        return undefined
      }
      const personId = randomUUID()
      const account = { ...applicant, personId, emailKey, email, passwordHash, verifiedAt: null }
      const isMade = await createLocalAccount(db, account, now().toISOString())
      if (!isMade) throw new AccountError('email_taken')
      return personId
    },

    async confirmRegistration({ token: secret, password }, { ip }) {
      await limits.demand('signInFromNetwork', toNetwork(ip))
      const at = now().toISOString()
      const pending = await readPendingRegistration(db, { secret, now: at })
      if (!pending) throw new AccountError('link_not_good')
      // The mail may reach somebody whose address another person has registered: their click alone
      // must not open an account that the other one has the password of.
      if (!(await hashes.verify(pending.passwordHash, password))) {
        throw new AccountError('wrong_password')
      }
      const personId = await redeemRegistration(db, { secret, now: at, personId: randomUUID() })
      if (!personId) throw new AccountError('link_not_good')
      await limits.takeBack('signInFromNetwork', toNetwork(ip))
      return { personId, email: pending.email }
    },

    async signIn({ email, password }, origin) {
      // What is no address is an unknown one: it takes as long and is counted.
      const emailKey = toEmailKey(email) ?? email
      const account = await check({ emailKey, password }, origin)
      if (!account) throw new AccountError('wrong_credentials')
      if (!hashes.isOutdated(account.passwordHash)) return account
      const { personId, passwordHash: from } = account
      const passwordHash = await hashes.hash(password)
      await replacePasswordHash(db, { personId, from, to: passwordHash })
      return { ...account, passwordHash }
    },

    async prove({ email, password }, origin) {
      const account = await check({ emailKey: toEmailKey(email) ?? email, password }, origin)
      if (!account) throw new AccountError('wrong_password')
      return account
    },

    async changePassword({ personId, currentPassword, newPassword }, origin, language) {
      const account = await readLocalAccountOfPerson(db, personId)
      if (!account) throw new AccountError('wrong_password')
      const { emailKey, email, passwordHash: from } = account
      checkNewPassword(newPassword, emailKey, 'newPassword')
      if (!(await check({ emailKey, password: currentPassword }, origin))) {
        throw new AccountError('wrong_password')
      }
      const to = await hashes.hash(newPassword)
      const isChanged = await changePassword(db, { personId, from, to }, now().toISOString())
      if (!isChanged) throw new AccountError('wrong_password')
      mailer?.send({ to: email, language, text: 'password_changed' })
    },

    async forgotPassword(typed, { ip }, language) {
      if (!mailer) throw new AccountError('no_mail')
      const emailKey = toEmailKey(typed)
      if (!emailKey) throw new AccountError('email_invalid')
      await limits.demand('mailFromNetwork', toNetwork(ip))
      const { isWithin } = await limits.note('mailToAddress', emailKey)
      const account = await readLocalAccount(db, emailKey)
      // The link is made for every address: an unknown one takes no less.
      const secret = await mailLink({ purpose: 'reset_password', emailKey }, RESET_LIFE_MS)
      if (account && isWithin) {
        mailer.send({ to: account.email, language, text: 'reset_password', secret })
      }
    },

    async resetPassword({ token: secret, newPassword }, { ip }, language) {
      await limits.demand('signInFromNetwork', toNetwork(ip))
      const at = now().toISOString()
      const address = await readResetAddress(db, { secret, now: at })
      if (!address) throw new AccountError('link_not_good')
      checkNewPassword(newPassword, address, 'newPassword')
      const passwordHash = await hashes.hash(newPassword)
      const emailKey = await redeemReset(db, { secret, now: at, passwordHash })
      const account = emailKey && (await readLocalAccount(db, emailKey))
      if (!account) throw new AccountError('link_not_good')
      await limits.takeBack('signInFromNetwork', toNetwork(ip))
      await limits.forget('signInOfAccount', account.emailKey)
      mailer?.send({ to: account.email, language, text: 'password_changed' })
    },
  }
}
