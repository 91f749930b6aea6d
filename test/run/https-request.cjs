// Asks for a token with https.request and an agent of its own, or with http.request for an http URL.
const http = require('node:http')
const https = require('node:https')
const [, , url, authorization, key] = process.argv
const headers = { Authorization: authorization, 'Ocp-Apim-Subscription-Key': key }
const secure = url.startsWith('https:')
const agent = new (secure ? https : http).Agent({ keepAlive: true })

const request = (secure ? https : http).request(url, { method: 'POST', headers, agent }, (answer) => {
  const { authorized, alpnProtocol } = answer.socket
  let body = ''
  answer.on('data', (chunk) => {
    body += chunk
  })
  answer.on('end', () => {
    console.log(
      JSON.stringify({ status: answer.statusCode, authorized, alpnProtocol, body: JSON.parse(body) }),
    )
    agent.destroy()
  })
})
request.end()
