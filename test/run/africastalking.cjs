// All that the official SDK can do with SMS and the account, unmodified.
const [, , username, apiKey] = process.argv
const sdk = (key, format) => require('africastalking')({ username, apiKey: key, format })
const { SMS, APPLICATION, TOKEN } = sdk(apiKey)
const one = '+46733000001'
const all = [one, '+46733000002', '+46733000003']

const calls = {
  send: () => SMS.send({ to: [one], message: 'Hello from the SDK' }),
  bulk: () => SMS.send({ to: all, message: 'To all of you', enqueue: true }),
  badSender: () => SMS.send({ to: one, message: 'x', from: 'a sender id that is too long' }),
  oneBadNumber: () => SMS.send({ to: [one, '+1'], message: 'x' }),
  premium: () => SMS.sendPremium({ to: one, message: 'News', from: '24242', keyword: 'news' }),
  fetched: () => SMS.fetchMessages({ lastReceivedId: 0 }),
  account: () => APPLICATION.fetchApplicationData(),
  token: () => TOKEN.generateAuthToken(),
  subscribe: () => SMS.createSubscription({ shortCode: '24242', keyword: 'news', phoneNumber: one }),
  subscriptions: () => SMS.fetchSubscription({ shortCode: '24242', keyword: 'news', lastReceivedId: 0 }),
  unsubscribe: () => SMS.deleteSubscription({ shortCode: '24242', keyword: 'news', phoneNumber: one }),
  wrongKey: () => sdk('wrong').SMS.send({ to: one, message: 'x' }),
  xml: () => sdk(apiKey, 'xml').SMS.send({ to: [one], message: 'As XML' }),
}

const run = async () => {
  for (const [name, call] of Object.entries(calls)) {
    try {
      console.log(JSON.stringify({ name, value: await call() }))
    } catch (error) {
      const { status, data } = error.response ?? {}
      console.log(JSON.stringify({ name, error: String(error), status, data }))
    }
  }
}
run()
