// What an owner does with the container and with compose.yaml, and what others try: started by main.mjs.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parse } from 'yaml'
import { newVolume, openNetwork, run } from './sandbox.mjs'

const { folder, containers } = JSON.parse(readFileSync(0, 'utf8'))
const [payersim, shop] = containers
const work = mkdtempSync(join(folder, 'run-'))
const begun = performance.now()
let passed = 0

async function check(what, test) {
  const result = await test()
  passed += 1
  console.log(`${((performance.now() - begin) / 1000).toFixed(1).padStart(7)} s  ${what}`)
  return result
}
let begin = performance.now()

/** A request as it comes through a published port: from no local address, and with the name of the host. */
function ask(at, path, { port = 4000, method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const type = text === undefined ? {} : { 'Content-Type': 'application/json' }
    const all = { Host: `localhost:${port}`, ...type, ...headers }
    const sent = request({ host: at.address, port, path, method, headers: all }, async (answer) => {
      let said = ''
      for await (const chunk of answer) said += chunk
      resolve({
        status: answer.statusCode,
        headers: answer.headers,
        text: said,
        json: () => JSON.parse(said),
      })
    })
    sent.on('error', reject).end(text)
  })
}

/** Runs the image's own health check until it passes, as an engine does. */
async function healthy(at) {
  const [kind, ...test] = at.config.Healthcheck.Test
  assert.equal(kind, 'CMD')
  for (let tries = 0; tries < 100; tries += 1) {
    const { code, out } = await at.exec(test)
    if (code === 0) return out
    await pause(100)
  }
  throw new Error(`never healthy: ${at.said()}`)
}

/** What a container has said, once it has said this. */
async function says(at, pattern) {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = pattern.exec(at.said())
    if (found) return found
    await pause(100)
  }
  throw new Error(`${at.name} did not say ${pattern}: ${at.said()}`)
}

const bearer = (token) => ({ Authorization: `Bearer ${token}` })
const tokenOf = async (at) => (await says(at, /^Admin token +(\S+)$/m))[1]
const key = 'c0113c7104c0113c7104c0113c710401'
const user = '5a1e0001-0000-4000-8000-000000000001:5a1e000100000000000000000000a001'

async function requestToPay(at) {
  const own = { 'Ocp-Apim-Subscription-Key': key }
  const basic = { ...own, Authorization: `Basic ${Buffer.from(user).toString('base64')}` }
  const { access_token: token } = (
    await ask(at, '/collection/token/', { method: 'POST', headers: basic })
  ).json()
  const headers = { ...own, ...bearer(token), 'X-Target-Environment': 'sandbox' }
  const reference = randomUUID()
  const payer = { partyIdType: 'MSISDN', partyId: '46733000001' }
  const { status } = await ask(at, '/collection/v1_0/requesttopay', {
    method: 'POST',
    headers: { ...headers, 'X-Reference-Id': reference },
    body: { amount: '12.50', currency: 'EUR', externalId: '17', payer },
  })
  assert.equal(status, 202)
  const path = `/collection/v1_0/requesttopay/${reference}`
  return async () => (await ask(at, path, { headers })).json().status
}

async function approve(at, token) {
  const phone = '/_sim/phones/%2B46733000001'
  await ask(at, `${phone}?waitMs=10000`, { headers: bearer(token) })
  for (const text of ['1', '1234'])
    await ask(at, `${phone}/reply`, { method: 'POST', headers: bearer(token), body: { text } })
}

const volume = (name, image, target) => newVolume(work, name, { root: image.root, target })
const balance = async (at, token) => {
  const { phones } = (await ask(at, '/_sim/world', { headers: bearer(token) })).json()
  return phones.find(({ msisdn }) => msisdn === '+46733000001').balances[0].amount
}

async function alone() {
  const data = [{ from: volume('data', payersim, '/data'), to: '/data' }]
  const first = run(payersim, { name: 'payersim', folder: work, volumes: data })
  await check('its own health check passes, with a root that is read-only and no /tmp', () => healthy(first))
  await check('it is not root, has no capabilities and gets none', () => {
    const status = first.status()
    assert.match(status, /^Uid:\t1000\t1000\t1000\t1000$/m)
    assert.match(status, /^CapEff:\t0+$/m)
    assert.match(status, /^NoNewPrivs:\t1$/m)
  })
  await check('nothing but its volume can be written', async () => {
    for (const path of ['/app/x', '/x', '/tmp/x', '/authority/x']) {
      const { code, out } = await first.exec(['touch', path])
      assert.notEqual(code, 0, path)
      assert.match(out, /Read-only file system/)
    }
  })
  const token = await tokenOf(first)
  await check('a token is made and printed, with a link, and kept for its owner alone', () => {
    assert.match(token, /^[\w-]{32}$/)
    assert.ok(first.said().includes(`http://127.0.0.1:4000/?token=${token}`))
    const file = join(work, 'data/admin-token')
    assert.equal(readFileSync(file, 'utf8').trim(), token)
    assert.equal(statSync(file).mode & 0o777, 0o600)
  })
  await check('control answers the owner by a published port, and nobody else', async () => {
    assert.equal((await ask(first, '/_sim/world')).status, 403)
    assert.equal((await ask(first, '/_sim/health')).status, 403)
    assert.equal((await ask(first, '/_sim/world', { headers: bearer('guess') })).status, 403)
    assert.equal((await ask(first, '/_sim/world', { headers: bearer(token) })).status, 200)
  })
  await check('control answers no program without the token in the container either', async () => {
    const script = "fetch('http://127.0.0.1:4000/_sim/world').then((answer) => console.log(answer.status))"
    assert.equal((await first.exec(['node', '-e', script])).out.trim(), '403')
    const blank = { PAYERSIM_ADMIN_TOKEN_FILE: '/dev/null' }
    assert.equal((await first.exec(['payersim', 'health'], { more: blank })).code, 1)
  })
  await check('the link opens the page, and the token is in no address', async () => {
    assert.equal((await ask(first, '/')).status, 200)
    const opened = await ask(first, `/?token=${token}`)
    assert.deepEqual([opened.status, opened.headers.location], [303, '/'])
    const [cookie] = opened.headers['set-cookie'][0].split(';')
    const login = await ask(first, '/page/login', { method: 'POST', headers: { Cookie: cookie } })
    assert.deepEqual(login.json(), { token })
  })
  await check('a payer approves', async () => {
    const status = await requestToPay(first)
    await approve(first, token)
    assert.equal(await status(), 'SUCCESSFUL')
    assert.equal(await balance(first, token), '487.50')
  })
  await check('payersim dial runs in the container', async () => {
    const { out } = await first.exec(['payersim', 'dial', '+46733000001', '*165*2#'], { input: '1234\n' })
    assert.match(out, /487\.50 EUR/)
  })
  await check('it ends when it is told to', async () => assert.equal(await first.stop(), 0))
  const again = run(payersim, { name: 'again', folder: work, volumes: data })
  await check('the next one has its money, and its token, which is not printed again', async () => {
    await healthy(again)
    assert.equal(await balance(again, token), '487.50')
    assert.ok(!again.said().includes(token))
  })
  await again.stop()

  const given = [{ from: volume('given', payersim, '/data'), to: '/data' }]
  const env = { PAYERSIM_ADMIN_TOKEN: 'open-sesame' }
  const own = run(payersim, { name: 'own', folder: work, volumes: given, env })
  await check('a token by the environment is taken, not printed, and no file is made', async () => {
    await healthy(own)
    assert.equal(await balance(own, 'open-sesame'), '500.00')
    assert.ok(!own.said().includes('sesame'))
    assert.ok(!existsSync(join(work, 'given/admin-token')))
  })
  await own.stop()
}

/** A service of compose.yaml, as far as this knows its words; another word fails. */
function serviceOf(name, service, image, hosts) {
  const { command, environment, volumes, read_only, tmpfs, cap_drop, security_opt, sysctls, ...rest } =
    service
  const { build, image: tag, ports, networks, depends_on, ...unknown } = rest
  assert.deepEqual(unknown, {})
  assert.deepEqual([read_only, cap_drop, security_opt], [true, ['ALL'], ['no-new-privileges:true']])
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== null))
  const mounts = volumes.map((line) => {
    const [from, to, mode] = line.split(':')
    const path = from.startsWith('.') ? resolve(from) : volume(`compose-${from}`, image, to)
    return { from: path, to, readOnly: mode === 'ro' }
  })
  return run(image, { name, folder: work, command, env, volumes: mounts, tmpfs, sysctls, hosts })
}

async function composed() {
  const { services } = parse(readFileSync('compose.yaml', 'utf8'))
  const sim = serviceOf('payersim', services.payersim, payersim, {})
  await check('compose: payersim is healthy, and listens on 443 though it is not root', async () => {
    await healthy(sim)
    await says(sim, /^TLS .*sandbox\.momodeveloper\.mtn\.com$/m)
  })
  assert.equal(services.shop.depends_on.payersim.condition, 'service_healthy')
  const aliases = Object.fromEntries(
    ['payersim', ...services.payersim.networks.default.aliases].map((name) => [name, sim.address]),
  )
  const own = serviceOf('shop', services.shop, shop, aliases)
  // Names are found when they are asked for: the shop was not there when payersim began.
  appendFileSync(join(work, 'payersim.hosts'), `${own.address} shop\n`)
  const token = await tokenOf(sim)
  await check('compose: the shop opens', async () => {
    await says(own, /The shop is open/)
  })
  await check('compose: the shop cannot read the key of the authority', async () => {
    assert.equal((await own.exec(['cat', '/authority/ca.pem'])).code, 0)
    const { code, out } = await own.exec(['cat', '/authority/ca.pem.key'])
    assert.notEqual(code, 0)
    assert.match(out, /Permission denied/)
  })
  await check('compose: the shop may not control payersim', async () => {
    const script = "fetch('http://payersim:4000/_sim/world').then((answer) => console.log(answer.status))"
    assert.equal((await own.exec(['node', '-e', script])).out.trim(), '403')
  })
  await check(
    'compose: the shop asks MTN’s own address, a payer approves, and the shop is called back',
    async () => {
      const body = { goods: 'mangoes', phone: '+46733000001' }
      // The containers of a service have its name on the network.
      const order = await ask(own, '/orders', { port: 3000, method: 'POST', body })
      assert.equal(order.status, 201, `${order.text} ${own.said()} ${sim.said()}`)
      await approve(sim, token)
      const { id } = order.json()
      let state = 'waiting'
      for (let tries = 0; state === 'waiting' && tries < 100; tries += 1) {
        await pause(50)
        const answer = await ask(own, `/orders/${id}`, {
          port: 3000,
          headers: { Accept: 'application/json' },
        })
        state = answer.json().state
      }
      assert.equal(state, 'paid')
      // Its answer is noted once the shop has given it.
      let callback
      for (let tries = 0; !callback?.result && tries < 100; tries += 1) {
        await pause(50)
        ;[callback] = (await ask(sim, '/_sim/callbacks', { headers: bearer(token) })).json()
      }
      assert.deepEqual([callback.url, callback.result.status], [`http://shop:3000/payments/${id}`, 200])
    },
  )
  await own.stop()
  await sim.stop()
}

openNetwork()
try {
  await alone()
  begin = performance.now()
  await composed()
  console.log(`${passed} passed, 0 failed, in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
} catch (error) {
  console.error(error)
  console.log(`${passed} passed, 1 failed`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
// What still runs ends with this process namespace.
process.exit()
