import type { ClaimTable } from './claim-table.ts'

/**
 * How and when this sign-in came about.
 *
 * https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 * https://learn.microsoft.com/entra/identity-platform/optional-claims-reference
 * OpenID Connect Core 2 for the times and the nonce.
 */
export const signInClaims: ClaimTable = {
  auth_time: {
    en: 'When the person last proved who they are.',
    fr: 'Le moment où la personne a prouvé son identité pour la dernière fois.',
    flags: ['time'],
  },
  iat: {
    en: 'When the token was issued. Microsoft dates it back by five minutes.',
    fr: 'Le moment où le jeton a été émis. Microsoft l’antidate de cinq minutes.',
    flags: ['validated', 'time'],
  },
  nbf: {
    en: 'The token is not valid before this moment.',
    fr: 'Le jeton n’est pas valable avant ce moment.',
    flags: ['validated', 'time'],
  },
  exp: {
    en: 'When the token stops being valid.',
    fr: 'Le moment où le jeton cesse d’être valable.',
    flags: ['validated', 'time'],
  },
  nonce: {
    en: 'The one-time value of this sign-in: it proves that the token answers our own request.',
    fr: 'La valeur à usage unique de cette connexion. Elle prouve que le jeton répond à notre demande.',
    flags: ['validated'],
  },
  amr: {
    en: 'How the person proved who they are.',
    fr: 'Comment la personne a prouvé son identité.',
  },
  acr: {
    en: 'Whether the proof met ISO/IEC 29115 (1) or not (0). Only in older tokens.',
    fr: 'Indique si la preuve satisfait à ISO/IEC 29115 (1) ou non (0). Seulement dans les anciens jetons.',
  },
  acrs: {
    en: 'The authentication contexts this sign-in has satisfied.',
    fr: 'Les contextes d’authentification que cette connexion satisfait.',
  },
  sid: {
    en: 'The session at Microsoft. Signing out there ends ours by it.',
    fr: 'La session chez Microsoft. S’y déconnecter met fin à la nôtre grâce à elle.',
  },
  login_hint: {
    en: 'Names the account at the next sign-in or sign-out. Opaque.',
    fr: 'Désigne le compte à la prochaine connexion ou déconnexion. Opaque.',
    flags: ['opaque'],
  },
  ipaddr: {
    en: 'The IP address the person signed in from.',
    fr: 'L’adresse IP depuis laquelle la personne s’est connectée.',
    flags: ['mutable'],
  },
  fwd: {
    en: 'The IP address the request was forwarded for.',
    fr: 'L’adresse IP pour laquelle la demande a été relayée.',
    flags: ['mutable'],
  },
  vnet: {
    en: 'The virtual network the request came from.',
    fr: 'Le réseau virtuel d’où vient la demande.',
    flags: ['mutable'],
  },
  in_corp: {
    en: 'The sign-in came from the organisation’s own network.',
    fr: 'La connexion vient du réseau propre de l’organisation.',
  },
  deviceid: {
    en: 'The device the person signed in on, as the organisation has registered it.',
    fr: 'L’appareil utilisé pour se connecter, tel que l’organisation l’a enregistré.',
  },
  platf: {
    en: 'The kind of device, as a number of Microsoft’s own.',
    fr: 'Le type d’appareil, sous forme d’un numéro propre à Microsoft.',
    flags: ['opaque'],
  },
  ztdid: {
    en: 'The device’s identity in Windows Autopilot.',
    fr: 'L’identité de l’appareil dans Windows Autopilot.',
  },
  signin_state: {
    en: 'Circumstances of the sign-in, such as “stay signed in” or a managed device.',
    fr: 'Les circonstances de la connexion, comme « rester connecté » ou un appareil géré.',
  },
  pwd_exp: {
    en: 'In how many seconds after the token’s issue the password expires. Sent only when that is soon.',
    fr: 'Combien de secondes après l’émission du jeton le mot de passe expire. Envoyé seulement si c’est bientôt.',
  },
  pwd_url: {
    en: 'Where the password can be changed.',
    fr: 'L’adresse où changer le mot de passe.',
  },
}
