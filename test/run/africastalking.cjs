// Sends an SMS with the official SDK, unmodified.
const [, , username, apiKey] = process.argv
const { SMS } = require('africastalking')({ username, apiKey })

SMS.send({ to: ['+46733000001'], message: 'Hello from the SDK' }).then(
  (answer) => console.log(JSON.stringify({ name: 'send', value: answer })),
  (error) => console.log(JSON.stringify({ name: 'send', error: String(error) })),
)
