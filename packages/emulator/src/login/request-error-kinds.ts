export interface ErrorKind {
  error: string
  text: string
  /** 400 unless said otherwise. */
  status?: number
  suberror?: string
  /** Some bodies carry no `error_uri`; captured from a real tenant. */
  hasNoUri?: boolean
  /** The body says what the next authorization request has to bring in its `claims` parameter. */
  hasClaims?: boolean
}

/**
 * What is wrong with a request or a client, by AADSTS number. Meanings: https://learn.microsoft.com/entra/identity-platform/reference-error-codes;
 * statuses, `error` and `error_uri` as captured from a real tenant where known. `{x}` is filled in.
 */
export const requestErrorKinds: Record<number, ErrorKind> = {
  50001: {
    error: 'invalid_resource',
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}.',
  },
  50011: {
    error: 'invalid_grant',
    text: "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.",
  },
  50012: { error: 'invalid_client', status: 401, text: 'Authentication failed.' },
  50013: { error: 'invalid_grant', text: 'Assertion failed signature validation.' },
  50027: { error: 'invalid_client', status: 401, text: 'JWT token is invalid or malformed.' },
  50059: {
    error: 'invalid_request',
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
  },
  50146: {
    error: 'invalid_request',
    text: 'This application is required to be configured with an application-specific signing key.',
  },
  50147: { error: 'invalid_grant', text: 'Missing Code_Challenge parameter.' },
  50194: {
    error: 'invalid_request',
    text: "Application '{clientId}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
  },
  65005: {
    error: 'invalid_resource',
    text: "The application '{clientId}' asked for permission to access a resource that is misconfigured.",
  },
  70001: {
    error: 'unauthorized_client',
    text: "The application named '{clientId}' was not found in the tenant named '{tenant}'.",
  },
  70002: { error: 'invalid_client', status: 401, text: 'Error validating credentials.' },
  70003: {
    error: 'unsupported_grant_type',
    text: "The app requested an unsupported grant type '{grantType}'.",
    hasNoUri: true,
  },
  70005: {
    error: 'unsupported_response_type',
    text: "The response type '{responseType}' is not supported.",
  },
  70007: {
    error: 'unsupported_response_mode',
    text: "'{responseMode}' is not a supported value of 'response_mode'.",
  },
  70011: {
    error: 'invalid_scope',
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  },
  70012: {
    error: 'invalid_request',
    text: 'A server error occurred while authenticating an MSA (consumer) user.',
  },
  70016: {
    error: 'authorization_pending',
    text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  },
  70018: {
    error: 'bad_verification_code',
    text: 'Invalid verification code due to User typing in wrong user code for device code flow.',
  },
  70019: { error: 'expired_token', text: 'Verification code expired.' },
  70020: {
    error: 'expired_token',
    text: 'The provided value for the input parameter device_code is not valid. This device code has expired.',
  },
  90002: {
    error: 'invalid_request',
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  90009: {
    error: 'invalid_request',
    text: "Application '{clientId}' is requesting a token for itself. This scenario is supported only if resource is specified using the GUID based App Identifier.",
  },
  90014: {
    error: 'invalid_request',
    text: "The required field '{parameter}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
  },
  90023: { error: 'invalid_request', text: "Unsupported 'prompt' value." },
  90033: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
  },
  240002: {
    error: 'invalid_grant',
    text: 'Input id_token cannot be used as urn:ietf:params:oauth:grant-type:jwt-bearer grant.',
  },
  500011: {
    error: 'invalid_resource',
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  },
  500131: {
    error: 'invalid_grant',
    text: "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '{audience}' and the expected audience is '{clientId}' or one of the Application Uris of this application with App ID '{clientId}'({application}). The downstream client must request a token for the expected audience (the application that made the OBO request) and this application should use that token as the assertion.",
  },
  500133: {
    error: 'invalid_grant',
    text: 'Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token.',
  },
  501481: {
    error: 'invalid_grant',
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    hasNoUri: true,
  },
  501491: { error: 'invalid_request', text: 'Invalid size of Code_Challenge parameter.' },
  650052: {
    error: 'invalid_client',
    text: "The app is trying to access a service '{resource}' that your organization '{tenant}' lacks a service principal for.",
  },
  650053: {
    error: 'invalid_client',
    text: "The application '{application}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.",
  },
  650056: {
    error: 'invalid_client',
    text: 'Misconfigured application. This could be due to one of the following: the client has not listed any permissions in the requested permissions in its application registration.',
  },
  650057: {
    error: 'invalid_resource',
    text: "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration.",
  },
  700005: {
    error: 'invalid_grant',
    text: 'The provided authorization code is intended to be used against another tenant, thus it was rejected.',
  },
  700016: {
    error: 'unauthorized_client',
    text: "Application with identifier '{clientId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  700021: {
    error: 'invalid_client',
    status: 401,
    text: "Client assertion application identifier doesn't match 'client_id' parameter.",
  },
  700022: {
    error: 'invalid_request',
    text: 'Multiple resources have been requested. The provided value for the input parameter scope is not valid because it contains more than one resource.',
  },
  700023: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion audience claim does not match Realm issuer.',
  },
  700024: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion is not within its valid time range. Current time: {now}, assertion valid from {from}, expiry time of assertion {to}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
  },
  700025: {
    error: 'invalid_client',
    status: 401,
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  700027: {
    error: 'invalid_client',
    status: 401,
    text: "{fact} [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{clientId}'.]",
  },
  700038: {
    error: 'unauthorized_client',
    text: '{clientId} is not a valid application identifier.',
    hasNoUri: true,
  },
  700054: {
    error: 'unsupported_response_type',
    text: "response_type '{responseType}' is not enabled for the application.",
  },
  900144: {
    error: 'invalid_request',
    text: "The request body must contain the following parameter: '{parameter}'.",
  },
  900561: {
    error: 'invalid_request',
    text: 'The endpoint only accepts POST requests. Received a {method} request.',
  },
  900971: { error: 'invalid_request', text: 'No reply address provided.' },
  901002: { error: 'invalid_request', text: "The 'resource' request parameter is not supported." },
  1000502: {
    error: 'invalid_client',
    status: 401,
    text: 'The provided certificate is not within its specified validity window.',
  },
  5002741: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion must have a single audience claim.',
  },
  7000112: { error: 'unauthorized_client', text: "Application '{clientId}' is disabled." },
  7000114: {
    error: 'unauthorized_client',
    text: "Application '{clientId}' is not allowed to make application on-behalf-of calls.",
  },
  7000214: { error: 'invalid_client', status: 401, text: 'Certificate has been revoked.' },
  7000215: {
    error: 'invalid_client',
    status: 401,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{clientId}'.",
  },
  7000216: {
    error: 'invalid_client',
    status: 401,
    text: "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  },
  7000218: {
    error: 'invalid_client',
    status: 401,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    error: 'invalid_client',
    status: 401,
    text: "The provided client secret keys for app '{clientId}' are expired. Visit the Azure portal to create new keys for your app, or consider using certificate credentials for added security.",
  },
  7000229: {
    error: 'unauthorized_client',
    text: "The client application '{clientId}' is missing service principal in the tenant '{tenant}'. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119",
  },
  7000274: {
    error: 'invalid_client',
    status: 401,
    text: 'The client assertion contains an invalid signature.',
  },
  7000277: {
    error: 'invalid_client',
    status: 401,
    text: 'The certificate used to sign the client assertion was revoked.',
  },
  9001023: {
    error: 'invalid_request',
    text: "The grant type '{grantType}' is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.",
  },
  9002313: { error: 'invalid_request', text: 'Invalid request. Request is malformed or invalid.' },
  9002326: {
    error: 'invalid_request',
    text: "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'.",
  },
  9002327: {
    error: 'invalid_request',
    text: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  },
}
