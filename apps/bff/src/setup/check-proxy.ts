import { once } from 'node:events'
import { connect } from 'node:net'
import type { Proxies } from '../config/proxies.ts'
import type { Verdict } from './run-checks.ts'

/** Whether something listens where the environment's proxy is said to be; passed where there is none. */
export async function checkProxy(
  proxies: Proxies | undefined,
  timeoutSeconds: number,
): Promise<Verdict> {
  const proxy = proxies?.https ?? proxies?.http
  if (!proxy) return { outcome: 'passed' }
  const port = Number(proxy.port) || (proxy.protocol === 'https:' ? 443 : 80)
  const socket = connect({ host: proxy.hostname.replace(/^\[|\]$/g, ''), port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutSeconds * 1000) })
    return { outcome: 'passed' }
  } catch {
    // Its host alone: there may be a password before it.
    return { outcome: 'failed', reason: 'proxy_unreachable', subject: `${proxy.hostname}:${port}` }
  } finally {
    socket.destroy()
  }
}
