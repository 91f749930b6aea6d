import { createShop } from './shop.ts'

const { MOMO_URL, MOMO_PRIMARY_KEY, MOMO_USER_ID, MOMO_USER_SECRET } = process.env
const { HOST = 'localhost', PORT = '3000', SHOP_URL: url = `http://localhost:${PORT}` } = process.env
if (!MOMO_URL || !MOMO_PRIMARY_KEY || !MOMO_USER_ID || !MOMO_USER_SECRET) {
  console.error('Set MOMO_URL, MOMO_PRIMARY_KEY, MOMO_USER_ID and MOMO_USER_SECRET.')
  process.exit(2)
}

const shop = createShop({
  url,
  momo: {
    baseUrl: MOMO_URL,
    primaryKey: MOMO_PRIMARY_KEY,
    userId: MOMO_USER_ID,
    userSecret: MOMO_USER_SECRET,
  },
})
shop.app.listen(Number(PORT), HOST, () => console.log(`The shop is open at ${url}`))
setInterval(() => shop.checkWaiting().catch((error) => console.error(error.message)), 30_000)
