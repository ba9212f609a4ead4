// One server of several, as a process of its own. Says when it listens, and ends when it is left.
import { runProcess, startServer } from '@vestibule/bff'

const { longestStopMs, ...options } = JSON.parse(process.argv[2] ?? '{}')
await runProcess(
  async () => {
    const server = await startServer(process.env, options)
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
    process.send?.('ready')
    return server
  },
  { longestStopMs },
)
