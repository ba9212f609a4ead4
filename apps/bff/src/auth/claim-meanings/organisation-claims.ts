import type { ClaimTable } from './claim-table.ts'

/**
 * Where somebody belongs, and as what.
 *
 * https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#groups-overage-claim
 */
export const organisationClaims: ClaimTable = {
  tid: {
    en: 'The organisation’s id (tenant id).',
    fr: 'L’identifiant de l’organisation (identifiant de locataire).',
    flags: ['identity', 'validated'],
  },
  idp: {
    en: 'Who vouched for the person, when that was not this organisation.',
    fr: 'Qui s’est porté garant de la personne, quand ce n’est pas cette organisation.',
  },
  acct: {
    en: 'Whether the account is a member (0) or a guest (1) of the organisation.',
    fr: 'Indique si le compte est membre (0) ou invité (1) de l’organisation.',
  },
  roles: {
    en: 'The roles this application’s registration gives the person.',
    fr: 'Les rôles que l’inscription de cette application donne à la personne.',
  },
  wids: {
    en: 'The directory roles of the person, by template id.',
    fr: 'Les rôles d’annuaire de la personne, par identifiant de modèle.',
  },
  groups: {
    en: 'The object ids of the groups the person belongs to.',
    fr: 'Les identifiants d’objet des groupes auxquels la personne appartient.',
  },
  hasgroups: {
    en: 'The person is in too many groups to list them here.',
    fr: 'La personne appartient à trop de groupes pour les énumérer ici.',
  },
  _claim_names: {
    en: 'Claims too long for the token, such as more than 200 groups. They are asked for at Graph instead.',
    fr: 'Des revendications trop longues pour le jeton, comme plus de 200 groupes. On les demande à Graph.',
  },
  _claim_sources: {
    en: 'Where the claims left out would be found. It names a retired service, so it is not followed.',
    fr: 'Où trouver les revendications omises. L’adresse est celle d’un service retiré et n’est pas suivie.',
  },
  tenant_ctry: {
    en: 'The country or region of the organisation.',
    fr: 'Le pays ou la région de l’organisation.',
  },
  tenant_region_scope: {
    en: 'The region where the organisation’s data is kept.',
    fr: 'La région où sont conservées les données de l’organisation.',
  },
  xms_tpl: {
    en: 'The organisation’s preferred language.',
    fr: 'La langue préférée de l’organisation.',
  },
  xms_pdl: {
    en: 'The part of the world where the person’s own data is kept.',
    fr: 'La partie du monde où sont conservées les données de la personne.',
  },
  xms_tcdt: {
    en: 'When the organisation’s tenant was created.',
    fr: 'La date de création du locataire de l’organisation.',
    flags: ['time'],
  },
}
