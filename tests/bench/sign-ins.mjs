// People sign in by password, all at once and over and over, until this process is ended:
// `sign-ins.mjs <url> <accounts as JSON>`. Each keeps one hash in flight.
const [, , url, accountList] = process.argv
const accounts = JSON.parse(accountList)
let count = 0

async function signInAgainAndAgain(account) {
  for (;;) {
    const reply = await fetch(`${url}/auth/local/login`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-csrf': '1',
        'sec-fetch-site': 'same-origin',
      },
      body: JSON.stringify(account),
    })
    if (!reply.ok) throw new Error(`A sign-in answered ${reply.status}.`)
    await reply.arrayBuffer()
    count += 1
    if (count === accounts.length) process.send('under way')
  }
}

process.on('message', () => process.send(count))
process.on('disconnect', () => process.exit())
await Promise.all(accounts.map(signInAgainAndAgain))
