/**
 * What the claims of an Entra ID token mean, for the person they are about.
 * Source: https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 * and …/optional-claims-reference.
 */
const MEANINGS: Record<string, string> = {
  acct: 'Whether the account is a member (0) or a guest (1) of the organisation.',
  acrs: 'The authentication contexts this sign-in has satisfied.',
  aio: 'Internal to Microsoft. Not to be read.',
  amr: 'How the person proved who they are.',
  aud: 'The application the token was issued for. It must be this one.',
  auth_time: 'When the person last proved who they are.',
  azp: 'The application that asked for the token.',
  c_hash: 'Ties the token to the authorization code it came with.',
  at_hash: 'Ties the token to the access token it came with.',
  ctry: 'The country or region of the person.',
  email: 'An e-mail address. It may change and may not be verified; never a key.',
  exp: 'When the token stops being valid.',
  family_name: 'The last name.',
  fwd: 'The IP address the request was forwarded for.',
  given_name: 'The first name.',
  groups: 'The object ids of the groups the person belongs to.',
  hasgroups: 'The person is in too many groups to list them here.',
  iat: 'When the token was issued. Microsoft dates it back by five minutes.',
  idp: 'Who vouched for the person, when that was not this organisation.',
  in_corp: 'The sign-in came from the organisation’s own network.',
  ipaddr: 'The IP address the person signed in from.',
  iss: 'Who issued the token, with the organisation’s id in it.',
  login_hint: 'Names the account at the next sign-in or sign-out. Opaque.',
  name: 'The name to show. It may change and need not be unique.',
  nbf: 'The token is not valid before this moment.',
  nonce: 'The one-time value of this sign-in: it proves that the token answers our own request.',
  oid: 'The account’s object id in the organisation. With tid it is the key of the person.',
  onprem_sid: 'The security identifier of the account in the organisation’s own directory.',
  preferred_username: 'The user name to show. It may change; never a key.',
  pwd_exp: 'When the password expires.',
  pwd_url: 'Where the password can be changed.',
  rh: 'Internal to Microsoft. Not to be read.',
  roles: 'The roles this application’s registration gives the person.',
  sid: 'The session at Microsoft. Signing out there ends ours by it.',
  sub: 'The person, as this one application knows them. Other applications see another value.',
  tenant_ctry: 'The country or region of the organisation.',
  tenant_region_scope: 'The region where the organisation’s data is kept.',
  tid: 'The organisation’s id (tenant id).',
  upn: 'The user principal name. It may change; never a key.',
  uti: 'The id of this one token.',
  ver: 'The version of the token’s format.',
  verified_primary_email: 'Addresses of the person that are known to be theirs.',
  verified_secondary_email: 'Further addresses of the person that are known to be theirs.',
  vnet: 'The virtual network the request came from.',
  wids: 'The directory roles of the person, by template id.',
  xms_cc: 'What the application is able to do, such as answering claims challenges.',
  xms_edov: 'Whether the owner of the e-mail address’s domain vouches for it.',
  xms_pdl: 'The preferred data location.',
  xms_pl: 'The person’s preferred language.',
  xms_tpl: 'The organisation’s preferred language.',
}

const UNKNOWN = 'A claim that this application does not know; the organisation added it.'

/** What a claim means, in a sentence. */
export function toMeaning(claim: string): string {
  return MEANINGS[claim] ?? UNKNOWN
}
