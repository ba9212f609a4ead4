import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import type { Emulator } from '@vestibule/emulator'

/**
 * MSAL refuses plain http and knows this host's metadata by heart, so it keeps the name and its traffic is led to
 * the demo tenant, which signs for that name.
 */
export const publicOrigin = 'https://login.microsoftonline.com'

/** Every request that MSAL made, with its form. */
export interface Sent {
  url: string
  form: URLSearchParams
}

/** What MSAL reaches the demo tenant by; writes down what it sends. */
export function createNetwork(emulator: Emulator, sent: Sent[]): INetworkModule {
  const send = async <T>(
    method: string,
    url: string,
    options?: NetworkRequestOptions,
  ): Promise<NetworkResponse<T>> => {
    sent.push({ url, form: new URLSearchParams(options?.body) })
    const response = await fetch(url.replace(publicOrigin, emulator.url), {
      method,
      ...(options?.headers && { headers: options.headers }),
      ...(options?.body !== undefined && { body: options.body }),
    })
    return {
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
      status: response.status,
    }
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  }
}
