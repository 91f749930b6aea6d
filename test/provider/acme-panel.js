/**
 * Acme's view of the page: asks for a charge, and shows how it stands after each event.
 *
 * @param {HTMLElement} element
 * @param {{ ask(method: string, path: string, body?: object): Promise<any>, onEvent(listener: () => void): void, classes: Record<string, string> }} page
 */
export async function open(element, page) {
  const { acme, phones } = await page.ask('GET', '/_sim/world')
  const button = document.createElement('button')
  button.className = page.classes.primary
  button.textContent = `Charge ${phones[0].name} for ${acme.shops[0]}`
  const status = document.createElement('p')
  status.setAttribute('role', 'status')
  element.append(button, status)

  let charge
  const look = async () => {
    if (charge) status.textContent = (await page.ask('GET', `/acme/charges/${charge}`)).status
  }
  button.addEventListener('click', async () => {
    try {
      const body = { shop: acme.shops[0], phone: phones[0].msisdn, amount: '12.50' }
      charge = (await page.ask('POST', '/acme/charges', body)).id
      await look()
    } catch (error) {
      status.textContent = error.message
    }
  })
  page.onEvent(look)
}
