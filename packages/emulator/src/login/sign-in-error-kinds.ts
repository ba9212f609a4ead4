import type { ErrorKind } from './request-error-kinds.ts'

/**
 * What is wrong with an account, a session, a consent or a policy, by AADSTS number; sources as for the requests.
 * `suberror` tells the client library what a new sign-in can mend; `message_only` is what it cannot.
 */
export const signInErrorKinds: Record<number, ErrorKind> = {
  16000: {
    error: 'interaction_required',
    text: 'Either multiple user identities are available for the current request or the selected account is not supported for the scenario.',
  },
  50020: {
    error: 'access_denied',
    text: "User account '{name}' from identity provider '{provider}' does not exist in tenant '{tenant}' and cannot access the application '{clientId}' in that tenant. The account needs to be added as an external user in the tenant first.",
  },
  50034: {
    error: 'invalid_grant',
    text: 'The user account {name} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
  },
  50053: {
    error: 'invalid_grant',
    text: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  },
  50055: {
    error: 'invalid_grant',
    suberror: 'user_password_expired',
    text: 'The password is expired.',
  },
  50057: { error: 'invalid_grant', text: 'The user account is disabled.' },
  50058: {
    error: 'login_required',
    text: 'A silent sign-in request was sent but no user is signed in.',
  },
  50072: {
    error: 'interaction_required',
    suberror: 'basic_action',
    hasClaims: true,
    text: 'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
  },
  50074: {
    error: 'interaction_required',
    suberror: 'basic_action',
    hasClaims: true,
    text: 'Strong Authentication is required.',
  },
  50076: {
    error: 'interaction_required',
    suberror: 'basic_action',
    hasClaims: true,
    text: 'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  },
  50078: {
    error: 'interaction_required',
    suberror: 'basic_action',
    hasClaims: true,
    text: 'Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access the resource.',
  },
  50079: {
    error: 'interaction_required',
    suberror: 'basic_action',
    hasClaims: true,
    text: 'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
  },
  50097: { error: 'interaction_required', text: 'Device authentication is required.' },
  50105: {
    error: 'access_denied',
    text: "Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application. The signed in user is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator.",
  },
  50126: {
    error: 'invalid_grant',
    text: 'Error validating credentials due to invalid username or password.',
  },
  50131: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'Device is not in required device state. Access was blocked by Conditional Access policies.',
  },
  50132: {
    error: 'invalid_grant',
    text: 'The session is not valid because the password has expired or was recently changed.',
  },
  50133: {
    error: 'invalid_grant',
    text: 'The session is not valid because the password has expired or was recently changed.',
  },
  50140: {
    error: 'interaction_required',
    text: "This error occurred due to 'Keep me signed in' interrupt when the user was signing in.",
  },
  50144: { error: 'invalid_grant', text: "The user's Active Directory password has expired." },
  50158: {
    error: 'interaction_required',
    suberror: 'basic_action',
    hasClaims: true,
    text: 'External security challenge was not satisfied.',
  },
  50173: {
    error: 'invalid_grant',
    text: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issuedAt}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
  },
  50196: {
    error: 'invalid_grant',
    text: 'The server terminated an operation because it encountered a client request loop.',
  },
  53000: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'Device is not in required device state: non-compliant. Conditional Access policy requires a compliant device, and the device is not compliant.',
  },
  53001: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'Device is not in required device state: not domain joined. Conditional Access policy requires a domain joined device.',
  },
  53002: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'The app used is not an approved app for Conditional Access.',
  },
  53003: {
    error: 'access_denied',
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    suberror: 'message_only',
  },
  53004: {
    error: 'interaction_required',
    suberror: 'message_only',
    text: 'The user needs to complete the multi-factor authentication registration process before accessing this content.',
  },
  54005: {
    error: 'invalid_grant',
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  65001: {
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: "The user or administrator has not consented to use the application with ID '{clientId}' named '{application}'. Send an interactive authorization request for this user and resource.",
  },
  65004: { error: 'access_denied', text: 'User declined to consent to access the app.' },
  70000: {
    error: 'invalid_grant',
    text: 'Provided grant is invalid or malformed.',
    suberror: 'bad_token',
  },
  70008: {
    error: 'invalid_grant',
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  70043: {
    error: 'invalid_grant',
    suberror: 'token_expired',
    text: 'The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access. The token was issued on {issuedAt} and the maximum allowed lifetime for this request is 3600.',
  },
  90072: {
    error: 'interaction_required',
    text: "User account '{name}' from an identity provider does not exist in tenant '{tenant}' and cannot access the application '{clientId}' in that tenant. The account needs to be added as an external user in the tenant first.",
  },
  90094: {
    error: 'access_denied',
    text: 'Admin consent is required for the permissions requested by this application.',
  },
  90095: {
    error: 'access_denied',
    text: 'Admin consent is required for the permissions requested by this application. An admin consent request may be sent to the admin.',
  },
  160021: {
    error: 'interaction_required',
    text: 'Application requested a user session which does not exist.',
  },
  700003: { error: 'invalid_grant', text: 'Device object was not found in the tenant directory.' },
  700081: {
    error: 'invalid_grant',
    text: 'The refresh token has expired. The token was issued on {issuedAt} and the maximum allowed lifetime for this application has been reached.',
  },
  700082: {
    error: 'invalid_grant',
    text: 'The refresh token has expired due to inactivity. The token was issued on {issuedAt} and was inactive for 90.00:00:00.',
  },
  700084: {
    error: 'invalid_grant',
    text: "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which can't be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issuedAt}.",
  },
}
