import type { Dialect } from './dialect.ts'

/**
 * The Africa's Talking sandbox: 30 s for an answer and 10 s for an app (developers.africastalking.com/docs/ussd), 160
 * septets as the shortest of its networks. It shows longer screens whole, and its end-of-session events come.
 */
export const sandbox: Dialect = {
  networkCode: '99999',
  name: 'the sandbox',
  screenSeptets: 160,
  longScreens: 'whole',
  inputCharacters: 182,
  idleSeconds: 30,
  sessionSeconds: 180,
  answerSeconds: 10,
  preFilledDial: 'text',
  doubleStart: false,
  endEvent: true,
  sessionCost: '0.00',
}

/**
 * How networks differ. Kenya: Africa's Talking help centre, articles 1284071 (times) and 1284096 (lengths, paging);
 * Safaricom's second session start: github.com/praekeltfoundation/vumi/pull/304. Ghana cuts at 160 characters:
 * github.com/eani/smartussd_api. Nothing is published on MTN's times and on Uganda: Kenya's stand in, and a dial in
 * advance is taken as the documentation has it, whose first text is empty. A world may say otherwise of each.
 */
export const dialects: readonly Dialect[] = [
  sandbox,
  {
    ...sandbox,
    networkCode: '63902',
    name: 'Safaricom Kenya',
    longScreens: 'paged',
    inputCharacters: 80,
    doubleStart: true,
  },
  {
    ...sandbox,
    networkCode: '63903',
    name: 'Airtel Kenya',
    screenSeptets: 184,
    longScreens: 'paged',
    inputCharacters: 90,
    idleSeconds: 60,
    answerSeconds: 15,
  },
  {
    ...sandbox,
    networkCode: '62001',
    name: 'MTN Ghana',
    longScreens: 'cut',
    inputCharacters: 160,
    preFilledDial: 'empty',
  },
  {
    ...sandbox,
    networkCode: '64110',
    name: 'MTN Uganda',
    longScreens: 'cut',
    inputCharacters: 160,
    preFilledDial: 'empty',
  },
]
