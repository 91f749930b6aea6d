import { Agent, request } from 'node:http'

/** One session of the shared menu, as the network sends it: dial, Language, Back, Language, Back. */
const texts = ['', '4', '4*0', '4*0*4', '4*0*4*0']

let sessions = 0
const run = Math.floor(performance.timeOrigin).toString(16).padStart(16, '0')

function sessionId(): string {
  sessions++
  return `ATUid_${run}${sessions.toString(16).padStart(16, '0')}`
}

/** Plays whole sessions over keep-alive connections until `hops` answers have come; returns hops a second. */
export async function hopsPerSecond(
  url: string,
  { connections, hops }: { connections: number; hops: number },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const started = performance.now()
  let left = hops
  const connection = async (phone: string) => {
    while (left > 0) {
      const id = sessionId()
      for (const text of texts) {
        left--
        const body = await hop(agent, url, id, phone, text)
        if (!body.startsWith('CON '))
          throw new Error(`${url} answered ${JSON.stringify(body)} to ${JSON.stringify(text)}`)
      }
    }
  }
  const phones = Array.from({ length: connections }, (_, index) => `+4673300000${(index % 3) + 1}`)
  await Promise.all(phones.map(connection))
  agent.destroy()
  return (hops / (performance.now() - started)) * 1000
}

export function hop(agent: Agent, url: string, id: string, phone: string, text: string): Promise<string> {
  const field = (value: string) => encodeURIComponent(value).replace(/\*/g, '%2A')
  const body = `phoneNumber=${field(phone)}&serviceCode=%2A165%23&text=${field(text)}&sessionId=${id}&networkCode=99999`
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/ussd`,
      {
        method: 'POST',
        agent,
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': Buffer.byteLength(body),
        },
      },
      (response) => {
        let answer = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          answer += chunk
        })
        response.on('end', () => resolve(answer))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
