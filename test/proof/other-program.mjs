// Another program on the data file: it asks a payer for money, and reads the documented views. Run it as
// node other-program.mjs payersim.db 'Kiosk 24' +46733000001 1250
import Database from 'better-sqlite3'

const [file, merchant, payer, amount] = process.argv.slice(2)
const db = new Database(file, { timeout: 5_000 })
const reference = crypto.randomUUID()
db.prepare(
  `INSERT INTO requests (merchant, environment, payer_type, payer, amount, currency, reference_id, external_id)
   VALUES (?, 'sandbox', 'MSISDN', ?, ?, 'EUR', ?, 'from another program')`,
).run(merchant, payer, Number(amount), reference)
const find = db.prepare('SELECT payer, amount, currency, status FROM requests WHERE reference_id = ?')
const patience = Date.now() + 5_000
while (!find.get(reference) && Date.now() < patience) await new Promise((wait) => setTimeout(wait, 20))
const request = find.get(reference)
const balances = db.prepare('SELECT name, phone, currency, balance FROM balances WHERE phone = ?').all(payer)
const entries = db.prepare('SELECT COUNT(*) AS count, SUM(amount) AS sum FROM entries').get()
console.log(JSON.stringify({ reference, request, balances, entries }))
db.close()
