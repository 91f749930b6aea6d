// Tells which certificate a host shows to a program that goes through the proxy of its environment.
const http = require('node:http')
const tls = require('node:tls')
const [, , authority] = process.argv
const { hostname, port } = new URL(process.env.HTTPS_PROXY)

http
  .request({ host: hostname, port, method: 'CONNECT', path: authority })
  .on('connect', (_, socket) => {
    const secure = tls.connect({ socket, rejectUnauthorized: false }, () => {
      console.log(JSON.stringify({ fingerprint: secure.getPeerCertificate().fingerprint256 }))
      secure.end()
    })
  })
  .end()
