import type { LocalText } from '../claim-meanings/claim-table.ts'

/**
 * Entra's best-known built-in roles by template id, which is the same in every organisation.
 *
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
export const directoryRoles: Record<string, LocalText> = {
  '62e90394-69f5-4237-9190-012177145e10': {
    en: 'Global Administrator',
    fr: 'Administrateur général',
  },
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': { en: 'Global Reader', fr: 'Lecteur général' },
  'e8611ab8-c189-46e8-94e1-60213ab1f814': {
    en: 'Privileged Role Administrator',
    fr: 'Administrateur de rôle privilégié',
  },
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13': {
    en: 'Privileged Authentication Administrator',
    fr: 'Administrateur d’authentification privilégié',
  },
  'c4e39bd9-1100-46d3-8c65-fb160da0071f': {
    en: 'Authentication Administrator',
    fr: 'Administrateur d’authentification',
  },
  '0526716b-113d-4c15-b2c8-68e3c22b9f80': {
    en: 'Authentication Policy Administrator',
    fr: 'Administrateur de stratégie d’authentification',
  },
  '25a516ed-2fa0-40ea-a2d0-12923a21473a': {
    en: 'Authentication Extensibility Administrator',
    fr: 'Administrateur de l’extensibilité d’authentification',
  },
  'fe930be7-5e62-47db-91af-98c3a49a38b1': {
    en: 'User Administrator',
    fr: 'Administrateur d’utilisateurs',
  },
  'fdd7a751-b60b-444a-984c-02652fe8fa1c': {
    en: 'Groups Administrator',
    fr: 'Administrateur de groupes',
  },
  '729827e3-9c14-49f7-bb1b-9608f156bbb8': {
    en: 'Helpdesk Administrator',
    fr: 'Administrateur du support technique',
  },
  '966707d0-3269-4727-9be2-8c3a10f19b9d': {
    en: 'Password Administrator',
    fr: 'Administrateur de mots de passe',
  },
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a': {
    en: 'License Administrator',
    fr: 'Administrateur de licences',
  },
  '95e79109-95c0-4d8e-aee3-d01accf2d47b': {
    en: 'Guest Inviter',
    fr: 'Inviteur d’invités',
  },
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b': {
    en: 'Directory Readers',
    fr: 'Lecteurs de répertoire',
  },
  '9360feb5-f418-4baa-8175-e2a00bac4301': {
    en: 'Directory Writers',
    fr: 'Enregistreurs de répertoire',
  },
  'd29b2b05-8046-44ba-8758-1e26182fcf32': {
    en: 'Directory Synchronization Accounts',
    fr: 'Comptes de synchronisation d’annuaires',
  },
  '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2': {
    en: 'Hybrid Identity Administrator',
    fr: 'Administrateur d’identité hybride',
  },
  '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e': {
    en: 'Identity Governance Administrator',
    fr: 'Administrateur de gouvernance d’identité',
  },
  '59d46f88-662b-457b-bceb-5c3809e5908f': {
    en: 'Lifecycle Workflows Administrator',
    fr: 'Administrateur de workflows de cycle de vie',
  },
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': {
    en: 'Application Administrator',
    fr: 'Administrateur d’application',
  },
  '158c047a-c907-4556-b7ef-446551a6b5f7': {
    en: 'Cloud Application Administrator',
    fr: 'Administrateur d’application cloud',
  },
  'cf1c38e5-3621-4004-a7cb-879624dced7c': {
    en: 'Application Developer',
    fr: 'Développeur d’applications',
  },
  'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9': {
    en: 'Conditional Access Administrator',
    fr: 'Administrateur de l’accès conditionnel',
  },
  '194ae4cb-b126-40b2-bd5b-6091b380977d': {
    en: 'Security Administrator',
    fr: 'Administrateur de sécurité',
  },
  '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f': {
    en: 'Security Operator',
    fr: 'Opérateur de sécurité',
  },
  '5d6b6bb7-de71-4623-b4af-96380a352509': {
    en: 'Security Reader',
    fr: 'Lecteur de sécurité',
  },
  '17315797-102d-40b4-93e0-432062caca18': {
    en: 'Compliance Administrator',
    fr: 'Administrateur de conformité',
  },
  'e6d1a23a-da11-4be4-9570-befc86d067a7': {
    en: 'Compliance Data Administrator',
    fr: 'Administrateur des données de conformité',
  },
  '4a5d8f65-41da-4de4-8968-e035b65339cf': {
    en: 'Reports Reader',
    fr: 'Lecteur de rapports',
  },
  '75934031-6c7e-415a-99d7-48dbd49e875e': {
    en: 'Usage Summary Reports Reader',
    fr: 'Lecteur de rapports de synthèse de l’utilisation',
  },
  '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b': {
    en: 'Message Center Reader',
    fr: 'Lecteur du centre de messages',
  },
  'f023fd81-a637-4b56-95fd-791ac0226033': {
    en: 'Service Support Administrator',
    fr: 'Administrateur du support de service',
  },
  'b0f54661-2d74-4c50-afa3-1ec803f12efe': {
    en: 'Billing Administrator',
    fr: 'Administrateur de facturation',
  },
  '8329153b-31d0-4727-b945-745eb3bc5f31': {
    en: 'Domain Name Administrator',
    fr: 'Administrateur de noms de domaine',
  },
  '29232cdf-9323-42fd-ade2-1d097af3e4de': {
    en: 'Exchange Administrator',
    fr: 'Administrateur Exchange',
  },
  'f28a1f50-f6e7-4571-818b-6a12f2af6b6c': {
    en: 'SharePoint Administrator',
    fr: 'Administrateur SharePoint',
  },
  '69091246-20e8-4a56-aa4d-066075b2a7a8': {
    en: 'Teams Administrator',
    fr: 'Administrateur Teams',
  },
  '3a2c62db-5318-420d-8d74-23affee5d9d5': {
    en: 'Intune Administrator',
    fr: 'Administrateur Intune',
  },
  '7698a772-787b-4ac8-901f-60d6b08affd2': {
    en: 'Cloud Device Administrator',
    fr: 'Administrateur d’appareil cloud',
  },
  '9f06204d-73c1-4d4c-880a-6edb90606fd8': {
    en: 'Microsoft Entra Joined Device Local Administrator',
    fr: 'Administrateur local d’appareils joints à Microsoft Entra',
  },
  '2b745bdf-0803-4d80-aa65-822c4493daac': {
    en: 'Office Apps Administrator',
    fr: 'Administrateur des applications Office',
  },
  '11648597-926c-4cf3-9c36-bcebb0ba8dcc': {
    en: 'Power Platform Administrator',
    fr: 'Administrateur Power Platform',
  },
  'a9ea8996-122f-4c74-9520-8edcd192826c': {
    en: 'Fabric Administrator',
    fr: 'Administrateur Fabric',
  },
  'd2562ede-74db-457e-a7b6-544e236ebb61': {
    en: 'AI Administrator',
    fr: 'Administrateur IA',
  },

  // Nobody assigns these: every member carries the first in `wids`, every guest one of the others.
  // The guests' are named at https://learn.microsoft.com/graph/api/resources/authorizationpolicy; the
  // members' stands in no table of Microsoft's, but in every token.
  'b79fbf4d-3ef9-4689-8143-76b194e85509': {
    en: 'Every member',
    fr: 'Tout membre',
  },
  '10dae51f-b6af-4016-8d66-8c2a99b929b3': { en: 'Guest User', fr: 'Utilisateur invité' },
  '2af84b1e-32c8-42b7-82bc-daa82404023b': {
    en: 'Restricted Guest User',
    fr: 'Utilisateur invité restreint',
  },
}
