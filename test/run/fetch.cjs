// Asks for a token with the global fetch, from CommonJS.
const [, , url, authorization, key] = process.argv
const headers = { Authorization: authorization, 'Ocp-Apim-Subscription-Key': key }

fetch(url, { method: 'POST', headers }).then(async (answer) =>
  console.log(JSON.stringify({ status: answer.status, url: answer.url, body: await answer.json() })),
)
