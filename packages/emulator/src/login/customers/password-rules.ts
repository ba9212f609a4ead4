const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]

export const passwordRules =
  '8 to 256 characters of at least three of these kinds: small letters, capital letters, digits, symbols.'

/** https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy#microsoft-entra-password-policies */
export function isAllowedPassword(password: string): boolean {
  const used = kinds.filter((kind) => kind.test(password))
  return password.length >= 8 && password.length <= 256 && used.length >= 3
}
