import type { LocalText } from '../claim-meanings/claim-table.ts'
import { directoryRoles } from './directory-roles.ts'

const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad'
const personal: LocalText = {
  en: 'Personal Microsoft accounts',
  fr: 'Comptes Microsoft personnels',
}

const clientProofs: Record<string, LocalText> = {
  0: { en: 'Public client, no proof', fr: 'Client public, sans preuve' },
  1: { en: 'By secret', fr: 'Par secret' },
  2: { en: 'By certificate', fr: 'Par certificat' },
}

/**
 * What values stand for, by claim, where that is the same for everyone.
 *
 * `amr`: RFC 8176, and Microsoft's own `ngcmfa` and `wia`. The others:
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 * https://learn.microsoft.com/entra/identity-platform/optional-claims-reference
 */
export const claimCodes: Record<string, Record<string, LocalText>> = {
  wids: directoryRoles,
  tid: { [PERSONAL_ACCOUNTS]: personal },
  acct: { 0: { en: 'Member', fr: 'Membre' }, 1: { en: 'Guest', fr: 'Personne invitée' } },
  azpacr: clientProofs,
  appidacr: clientProofs,
  acr: {
    0: { en: 'Not to ISO/IEC 29115', fr: 'Non conforme à ISO/IEC 29115' },
    1: { en: 'To ISO/IEC 29115', fr: 'Conforme à ISO/IEC 29115' },
  },
  idp: {
    'live.com': personal,
    [`https://sts.windows.net/${PERSONAL_ACCOUNTS}/`]: personal,
    'google.com': { en: 'Google', fr: 'Google' },
    'facebook.com': { en: 'Facebook', fr: 'Facebook' },
    mail: { en: 'One-time code by e-mail', fr: 'Code à usage unique par e-mail' },
  },
  idtyp: {
    app: { en: 'An application alone', fr: 'Une application seule' },
    user: { en: 'A person', fr: 'Une personne' },
  },
  amr: {
    pwd: { en: 'Password', fr: 'Mot de passe' },
    mfa: { en: 'Several factors', fr: 'Plusieurs facteurs' },
    ngcmfa: { en: 'Several factors, at set-up', fr: 'Plusieurs facteurs, à l’installation' },
    fido: { en: 'Passkey or security key', fr: 'Clé d’accès ou clé de sécurité' },
    rsa: { en: 'Key on a device', fr: 'Clé sur un appareil' },
    hwk: { en: 'Key in hardware', fr: 'Clé matérielle' },
    swk: { en: 'Key in software', fr: 'Clé logicielle' },
    otp: { en: 'One-time code', fr: 'Code à usage unique' },
    sms: { en: 'Text message', fr: 'SMS' },
    tel: { en: 'Telephone call', fr: 'Appel téléphonique' },
    pin: { en: 'PIN', fr: 'Code PIN' },
    face: { en: 'Face', fr: 'Visage' },
    fpt: { en: 'Fingerprint', fr: 'Empreinte digitale' },
    wia: { en: 'Windows sign-in', fr: 'Connexion Windows' },
  },
  xms_cc: { cp1: { en: 'Answers claims challenges', fr: 'Répond aux demandes de revendications' } },
  tenant_region_scope: {
    AF: { en: 'Africa', fr: 'Afrique' },
    AS: { en: 'Asia', fr: 'Asie' },
    EU: { en: 'Europe', fr: 'Europe' },
    NA: { en: 'North America', fr: 'Amérique du Nord' },
    OC: { en: 'Oceania', fr: 'Océanie' },
    SA: { en: 'South America', fr: 'Amérique du Sud' },
    WW: { en: 'Worldwide', fr: 'Monde entier' },
  },
}
