/** What a server says of itself to Prometheus. */
export interface NodeFigures {
  rssBytes: number
  heapBytes: number
  /** What was left after the last whole collection; 0 before the first. */
  keptBytes: number
  openFiles: number
  /** What keeps its event loop alive: sockets, timers and the like. */
  handles: number
  /** How late the event loop was in all but the worst hundredth of its turns since the last reading. */
  delayMs: number
}

/** Asks a server's METRICS_PORT. */
export async function readNodeFigures(port: number): Promise<NodeFigures> {
  const reply = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { connection: 'close' },
  })
  const text = await reply.text()
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0)
  return {
    rssBytes: read('process_resident_memory_bytes'),
    heapBytes: read('nodejs_heap_size_used_bytes'),
    keptBytes: read('vestibule_heap_kept_bytes'),
    openFiles: read('process_open_fds'),
    handles: read('nodejs_active_resources_total'),
    delayMs: read('nodejs_eventloop_lag_p99_seconds') * 1000,
  }
}
