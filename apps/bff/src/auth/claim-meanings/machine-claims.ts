import type { ClaimTable } from './claim-table.ts'

/**
 * What only programs need.
 *
 * https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge for `xms_cc`
 */
export const machineClaims: ClaimTable = {
  iss: {
    en: 'Who issued the token, with the organisation’s id in it.',
    fr: 'Qui a émis le jeton, avec l’identifiant de l’organisation.',
    flags: ['validated'],
  },
  aud: {
    en: 'The application the token was issued for. It must be this one.',
    fr: 'L’application pour laquelle le jeton a été émis. Ce doit être celle-ci.',
    flags: ['validated'],
  },
  azp: {
    en: 'The application that asked for the token.',
    fr: 'L’application qui a demandé le jeton.',
  },
  azpacr: {
    en: 'How the application proved itself: not at all (0), by secret (1), by certificate (2).',
    fr: 'Comment l’application s’est identifiée. Pas du tout (0), par secret (1), par certificat (2).',
  },
  appid: {
    en: 'The application that asked for the token, in older tokens.',
    fr: 'L’application qui a demandé le jeton, dans les anciens jetons.',
  },
  appidacr: {
    en: 'How the application proved itself, in older tokens: not at all (0), by secret (1), by certificate (2).',
    fr: 'Comment l’application s’est identifiée, dans les anciens jetons. Pas du tout (0), par secret (1), par certificat (2).',
  },
  app_displayname: {
    en: 'The application’s name to show. It may change.',
    fr: 'Le nom à afficher de l’application. Il peut changer.',
    flags: ['mutable'],
  },
  idtyp: {
    en: 'Whether the token is of a person (user) or of an application alone (app).',
    fr: 'Indique si le jeton est celui d’une personne (user) ou d’une application seule (app).',
  },
  scp: {
    en: 'The permissions the application was granted on the person’s behalf.',
    fr: 'Les autorisations accordées à l’application au nom de la personne.',
  },
  xms_cc: {
    en: 'What the application is able to do, such as answering claims challenges.',
    fr: 'Ce que l’application sait faire, comme répondre aux demandes de revendications.',
  },
  ver: {
    en: 'The version of the token’s format.',
    fr: 'La version du format du jeton.',
  },
  uti: {
    en: 'The id of this one token.',
    fr: 'L’identifiant de ce seul jeton.',
  },
  jti: {
    en: 'The id of this one token, in the standard’s spelling.',
    fr: 'L’identifiant de ce seul jeton, selon l’orthographe de la norme.',
  },
  at_hash: {
    en: 'Ties the token to the access token it came with.',
    fr: 'Lie le jeton au jeton d’accès qui l’accompagne.',
  },
  c_hash: {
    en: 'Ties the token to the authorization code it came with.',
    fr: 'Lie le jeton au code d’autorisation qui l’accompagne.',
  },
  aio: {
    en: 'Internal to Microsoft. Not to be read.',
    fr: 'Interne à Microsoft. À ne pas interpréter.',
    flags: ['opaque'],
  },
  rh: {
    en: 'Internal to Microsoft. Not to be read.',
    fr: 'Interne à Microsoft. À ne pas interpréter.',
    flags: ['opaque'],
  },
  xms_ftd: {
    en: 'Internal to Microsoft, undocumented. Not to be read.',
    fr: 'Interne à Microsoft et sans documentation. À ne pas interpréter.',
    flags: ['opaque'],
  },
  xms_st: {
    en: 'Names the person in another token of the same sign-in. Internal to Microsoft.',
    fr: 'Désigne la personne dans un autre jeton de la même connexion. Interne à Microsoft.',
    flags: ['opaque'],
  },
  xms_idrel: {
    en: 'How the account is related to the organisation, in codes of Microsoft’s own.',
    fr: 'Le lien entre le compte et l’organisation, en codes propres à Microsoft.',
    flags: ['opaque'],
  },
}
