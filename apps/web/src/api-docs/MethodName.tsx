import css from './MethodName.module.css'
import type { Method } from './read-operations.ts'

const TONES: Record<Method, string | undefined> = {
  get: css.info,
  post: css.ok,
  put: css.warn,
  patch: css.warn,
  delete: css.bad,
}

export function MethodName({ method }: { method: Method }) {
  return <span className={`${css.method} ${TONES[method]}`}>{method.toUpperCase()}</span>
}
