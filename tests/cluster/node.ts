// One server of several, as a process of its own. Says when it listens, and ends when it is left.
import { runProcess, startServer } from '@vestibule/bff'

await runProcess(async () => {
  const server = await startServer(process.env, JSON.parse(process.argv[2] ?? '{}'))
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.send?.('ready')
  return server
})
