import { randomUUID } from 'node:crypto'

interface Kind {
  error: string
  text: string
  /** 400 unless said otherwise. */
  status?: number
  suberror?: string
  /** Some bodies carry no `error_uri`; captured from a real tenant. */
  hasNoUri?: boolean
}

/**
 * Errors by AADSTS number. Meanings: https://learn.microsoft.com/entra/identity-platform/reference-error-codes;
 * statuses, `error` and `error_uri` as captured from a real tenant where known. `{x}` is filled in.
 */
const kinds: Record<number, Kind> = {
  50011: {
    error: 'invalid_grant',
    text: "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.",
  },
  50020: {
    error: 'access_denied',
    text: "User account '{name}' from identity provider '{provider}' does not exist in tenant '{tenant}' and cannot access the application '{clientId}' in that tenant. The account needs to be added as an external user in the tenant first.",
  },
  50027: { error: 'invalid_client', status: 401, text: 'JWT token is invalid or malformed.' },
  50034: {
    error: 'invalid_grant',
    text: 'The user account {name} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
  },
  50057: { error: 'invalid_grant', text: 'The user account is disabled.' },
  50058: {
    error: 'login_required',
    text: 'A silent sign-in request was sent but no user is signed in.',
  },
  50126: {
    error: 'invalid_grant',
    text: 'Error validating credentials due to invalid username or password.',
  },
  50173: {
    error: 'invalid_grant',
    text: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issuedAt}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
  },
  53003: {
    error: 'access_denied',
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    suberror: 'message_only',
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
  70008: {
    error: 'invalid_grant',
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  70011: {
    error: 'invalid_scope',
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  },
  90002: {
    error: 'invalid_request',
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  90023: { error: 'invalid_request', text: "Unsupported 'prompt' value." },
  90033: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
  },
  90094: {
    error: 'access_denied',
    text: 'Admin consent is required for the permissions requested by this application.',
  },
  500011: {
    error: 'invalid_resource',
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  },
  501481: {
    error: 'invalid_grant',
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    hasNoUri: true,
  },
  501491: { error: 'invalid_request', text: 'Invalid size of Code_Challenge parameter.' },
  650053: {
    error: 'invalid_client',
    text: "The application '{application}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.",
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
  700023: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion audience claim does not match Realm issuer.',
  },
  700024: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion is not within its valid time range.',
  },
  700025: {
    error: 'invalid_client',
    status: 401,
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  700027: {
    error: 'invalid_client',
    status: 401,
    text: 'The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {reason}, Thumbprint of key used by client: {thumbprint}]',
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
  700082: {
    error: 'invalid_grant',
    text: 'The refresh token has expired due to inactivity. The token was issued on {issuedAt} and was inactive for 90.00:00:00.',
  },
  900144: {
    error: 'invalid_request',
    text: "The request body must contain the following parameter: '{parameter}'.",
  },
  900561: {
    error: 'invalid_request',
    text: 'The endpoint only accepts POST requests. Received a {method} request.',
  },
  5002741: {
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion must have a single audience claim.',
  },
  7000215: {
    error: 'invalid_client',
    status: 401,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{clientId}'.",
  },
  7000218: {
    error: 'invalid_client',
    status: 401,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  9001023: {
    error: 'invalid_request',
    text: "The grant type '{grantType}' is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.",
  },
  9002313: { error: 'invalid_request', text: 'Invalid request. Request is malformed or invalid.' },
}

export interface EntraErrorOptions {
  /** Overrides of the table: the same number comes with another `error` at another endpoint. */
  error?: string
  status?: number
}

/** A refusal of the login space, by its AADSTS number. */
export class EntraError extends Error {
  override readonly name = 'EntraError'
  readonly code: number
  readonly error: string
  readonly status: number
  readonly suberror: string | undefined
  readonly hasUri: boolean

  constructor(code: number, values: Record<string, string> = {}, options: EntraErrorOptions = {}) {
    const kind = kinds[code] ?? { error: 'invalid_request', text: 'The request was refused.' }
    super(kind.text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''))
    this.code = code
    this.error = options.error ?? kind.error
    this.status = options.status ?? kind.status ?? 400
    this.suberror = kind.suberror
    this.hasUri = kind.hasNoUri !== true
  }
}

export interface ErrorContext {
  origin: string
  /** The caller's `client-request-id`, or a new one. */
  correlationId: string
}

export interface EntraErrorBody {
  error: string
  error_description: string
  error_codes: number[]
  timestamp: string
  trace_id: string
  correlation_id: string
  error_uri?: string
  suberror?: string
}

/** The JSON body of the token endpoint; the four parts of the text are parted by single spaces. */
export function toErrorBody(problem: EntraError, context: ErrorContext): EntraErrorBody {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`
  const traceId = randomUUID()
  const text = `AADSTS${problem.code}: ${problem.message}`
  return {
    error: problem.error,
    error_description: `${text} Trace ID: ${traceId} Correlation ID: ${context.correlationId} Timestamp: ${timestamp}`,
    error_codes: [problem.code],
    timestamp,
    trace_id: traceId,
    correlation_id: context.correlationId,
    ...(problem.hasUri && { error_uri: `${context.origin}/error?code=${problem.code}` }),
    ...(problem.suberror !== undefined && { suberror: problem.suberror }),
  }
}
