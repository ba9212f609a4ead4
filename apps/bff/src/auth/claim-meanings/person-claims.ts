import type { ClaimTable } from './claim-table.ts'

/**
 * Who somebody is.
 *
 * https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 * https://learn.microsoft.com/entra/identity-platform/optional-claims-reference
 * OpenID Connect Core 5.1 for the standard claims, which Entra sends where an organisation maps them.
 */
export const personClaims: ClaimTable = {
  name: {
    en: 'The name to show. It may change and need not be unique.',
    fr: 'Le nom à afficher. Il peut changer et n’est pas forcément unique.',
    flags: ['mutable'],
  },
  given_name: { en: 'The first name.', fr: 'Le prénom.', flags: ['mutable'] },
  family_name: { en: 'The last name.', fr: 'Le nom de famille.', flags: ['mutable'] },
  middle_name: { en: 'The middle name.', fr: 'Le deuxième prénom.', flags: ['mutable'] },
  nickname: {
    en: 'An informal name that the person goes by.',
    fr: 'Un nom familier que la personne utilise.',
    flags: ['mutable'],
  },
  preferred_username: {
    en: 'The user name to show. It may change; never a key.',
    fr: 'Le nom d’utilisateur à afficher. Il peut changer et ne sert jamais de clé.',
    flags: ['mutable'],
  },
  upn: {
    en: 'The user principal name. It may change; never a key.',
    fr: 'Le nom d’utilisateur principal. Il peut changer et ne sert jamais de clé.',
    flags: ['mutable'],
  },
  unique_name: {
    en: 'The user name to show in older tokens. It may change and, in spite of its name, be reused.',
    fr: 'Le nom à afficher dans les anciens jetons. Il peut changer et, malgré son nom, être réattribué.',
    flags: ['mutable'],
  },
  email: {
    en: 'An e-mail address. It may change and may not be verified; never a key.',
    fr: 'Une adresse e-mail. Elle peut changer, n’est pas toujours vérifiée et ne sert jamais de clé.',
    flags: ['mutable'],
  },
  email_verified: {
    en: 'Whether somebody has checked that the e-mail address is the person’s.',
    fr: 'Indique si l’on a vérifié que l’adresse e-mail est bien celle de la personne.',
    flags: ['mutable'],
  },
  verified_primary_email: {
    en: 'Addresses of the person that are known to be theirs.',
    fr: 'Des adresses dont on sait qu’elles sont à la personne.',
    flags: ['mutable'],
  },
  verified_secondary_email: {
    en: 'Further addresses of the person that are known to be theirs.',
    fr: 'D’autres adresses dont on sait qu’elles sont à la personne.',
    flags: ['mutable'],
  },
  xms_edov: {
    en: 'Whether the owner of the e-mail address’s domain vouches for it.',
    fr: 'Indique si le propriétaire du domaine se porte garant de l’adresse e-mail.',
    flags: ['mutable'],
  },
  phone_number: {
    en: 'A telephone number. It may change hands.',
    fr: 'Un numéro de téléphone. Il peut changer de titulaire.',
    flags: ['mutable'],
  },
  picture: {
    en: 'Where a picture of the person is found.',
    fr: 'L’adresse d’une photo de la personne.',
    flags: ['mutable'],
  },
  ctry: {
    en: 'The country or region of the person.',
    fr: 'Le pays ou la région de la personne.',
    flags: ['mutable'],
  },
  xms_pl: {
    en: 'The person’s preferred language.',
    fr: 'La langue préférée de la personne.',
    flags: ['mutable'],
  },
  locale: {
    en: 'The language and region the person likes to read.',
    fr: 'La langue et la région que la personne préfère lire.',
    flags: ['mutable'],
  },
  zoneinfo: {
    en: 'The person’s time zone.',
    fr: 'Le fuseau horaire de la personne.',
    flags: ['mutable'],
  },
  updated_at: {
    en: 'When what is known of the person last changed.',
    fr: 'La date du dernier changement de ce que l’on sait de la personne.',
    flags: ['time'],
  },
  oid: {
    en: 'The account’s object id in the organisation. With tid it is the key of the person.',
    fr: 'L’identifiant d’objet du compte dans l’organisation. Avec tid, c’est la clé de la personne.',
    flags: ['identity'],
  },
  sub: {
    en: 'The person, as this one application knows them. Other applications see another value.',
    fr: 'La personne, telle que cette seule application la connaît. Les autres voient une autre valeur.',
  },
  puid: {
    en: 'An older id of the account inside Microsoft’s services. New programs use oid.',
    fr: 'Un ancien identifiant du compte dans les services Microsoft. Les programmes récents utilisent oid.',
  },
  altsecid: {
    en: 'The account under which a guest is known where they come from.',
    fr: 'Le compte sous lequel une personne invitée est connue là d’où elle vient.',
    flags: ['opaque'],
  },
  onprem_sid: {
    en: 'The security identifier of the account in the organisation’s own directory.',
    fr: 'L’identifiant de sécurité du compte dans l’annuaire propre de l’organisation.',
  },
}
