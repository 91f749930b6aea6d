// A savings group by USSD, on Africa's Talking's callbacks.
const express = require('express')
const UssdMenu = require('ussd-menu-builder')

const smallest = 50
const balances = new Map()
const saved = new Set()

const balanceOf = (phone) => balances.get(phone) ?? 0
const kes = (amount) => `KES ${amount.toFixed(2)}`

// A session saves once, however often its callback comes: some networks send the first one twice.
function save({ sessionId, phoneNumber }, amount) {
  if (saved.has(sessionId)) return
  saved.add(sessionId)
  balances.set(phoneNumber, balanceOf(phoneNumber) + amount)
}

function menuFor() {
  const menu = new UssdMenu()
  menu.startState({
    run: () => menu.con('Umoja Savings\n1. Save\n2. My balance\n3. Rules'),
    next: { 1: 'save', 2: 'balance', 3: 'rules' },
  })
  menu.state('save', {
    run: () => menu.con(`How much do you save, in shillings? At least ${smallest}`),
    next: { '*^[1-9][0-9]{1,5}$': () => (Number(menu.val) < smallest ? 'save' : 'confirm') },
  })
  menu.state('confirm', {
    run: () => menu.con(`Save ${kes(Number(menu.val))}?\n1. Yes\n2. No`),
    next: { 1: 'saved', 2: 'not-saved' },
  })
  menu.state('saved', {
    run: () => {
      // The answer before the last one is the amount.
      save(menu.args, Number(menu.args.text.split('*').at(-2)))
      menu.end(`Saved. You now have ${kes(balanceOf(menu.args.phoneNumber))}.`)
    },
  })
  menu.state('not-saved', { run: () => menu.end('Nothing was saved.') })
  menu.state('balance', {
    run: () => menu.end(`You have ${kes(balanceOf(menu.args.phoneNumber))}.`),
  })
  menu.state('rules', {
    run: () =>
      menu.con(
        'We save every week and meet on Sundays at four. Whoever misses three meetings leaves.\n1. More',
      ),
    next: { 1: 'more-rules' },
  })
  menu.state('more-rules', {
    run: () => menu.end('Loans are up to three times what you saved, at 1 % a month, for six months.'),
  })
  return menu
}

const app = express()
app.post('/ussd', express.urlencoded({ extended: false }), async (request, response) => {
  response.type('text/plain').send(await menuFor().run(request.body))
})

const server = app.listen(Number(process.env.PORT ?? 3384), '127.0.0.1', () => {
  console.log(`The savings group listens on http://127.0.0.1:${server.address().port}/ussd`)
})
