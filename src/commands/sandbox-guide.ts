import type { SimulatorOptions } from '../simulator/index.ts'

interface Wished extends Pick<SimulatorOptions, 'africasTalking' | 'atSandbox'> {
  data: string
}

/** The values to enter at Africa's Talking, so that its own simulator's phone shows the payer's app. */
export function sandboxGuide(
  url: string,
  urls: { callback: string; events: string; deliveryReports: string },
  { africasTalking, atSandbox, data }: Wished,
): string {
  const { serviceCode = '', publicUrl = '' } = atSandbox ?? {}
  const sms = africasTalking
    ? 'Prompts and receipts come as SMS: the sandbox cannot open a session by itself.'
    : 'Prompts and receipts stay on the phones of this simulator: set AT_USERNAME=sandbox and AT_API_KEY to send them.'
  const kept =
    data === ':memory:'
      ? 'The data is in memory, so the next start has other URLs. Give --data FILE to keep them.'
      : `The URLs stay the same as long as ${data} does. Who has them can answer as your gateway.`
  return [
    'On the Africa’s Talking sandbox (docs/africas-talking-sandbox.md has each step)',
    '',
    `  Callback URL      ${urls.callback}`,
    `  Events URL        ${urls.events}`,
    `  Delivery reports  ${urls.deliveryReports}`,
    '',
    `  1. Let a tunnel bring ${publicUrl.replace(/(?<!\/)\/+$/, '')} to ${url}.`,
    `  2. In the dashboard of your sandbox app: USSD, Create Channel: ${serviceCode} with the callback and events URLs;`,
    '     SMS, SMS Callback URLs, Delivery Reports: the third.',
    `  3. Launch the simulator there with any phone number, and dial ${serviceCode}.`,
    `  4. Ask that number to pay, by ${url}/collection.`,
    `     ${sms}`,
    '',
    `  ${kept}`,
    '',
  ].join('\n')
}
