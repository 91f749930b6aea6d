import { describe, expect, it } from 'vitest'
import { maskHeader, maskText } from './index.ts'

describe('what is hidden', () => {
  it.each([
    ['Authorization', 'Bearer abc.def', 'Bearer ****'],
    ['authorization', 'abc', '****'],
    ['Ocp-Apim-Subscription-Key', 'c0113c', '****'],
    ['apiKey', 'atsk', '****'],
    ['X-Auth-Token', 'abc', '****'],
    ['Signature', '5f2b', '****'],
    ['Content-Type', 'text/plain', 'text/plain'],
    [
      'X-Callback-Url',
      'http://u:p@shop.test/cb?token=7f&order=1',
      'http://****@shop.test/cb?token=****&order=1',
    ],
    ['Referer', 'https://shop.test/?q=one%20code%20482913', 'https://shop.test/?q=one%20code%20****'],
  ])('of the header %s: %s', (name, value, shown) => {
    expect(maskHeader(name, value)).toBe(shown)
  })

  it.each([
    ['{"access_token":"ey\\"J","expires_in":3600}', '{"access_token":"****","expires_in":3600}'],
    ['{ "apiKey" : "5a1e" }', '{ "apiKey" : "****" }'],
    ['{"auth":{"secure":"fE0=","type":"card"}}', '{"auth":{"secure":"****","type":"card"}}'],
    ['{"auth":{"secure":"never ends', '{"auth":{"secure":"****'],
    ['{"\\u0070in":"4417","otp":482913}', '{"\\u0070in":"****","otp":"****"}'],
    ['{"token":{"value":"a","ttl":[1,"b"]},"x":1}', '{"token":{"value":"****","ttl":["****","****"]},"x":1}'],
    ['{"sms":"your\\ncode is 482913\\u0020ok"}', '{"sms":"your\\ncode is ****\\u0020ok"}'],
    ['{"a":"{\\"token\\":\\"x\\\\\\"y\\"}"}', '{"a":"{\\"token\\":\\"****\\"}"}'],
    [
      '{"callback":"http:\\/\\/u:p@h\\/?token=7","b":2}',
      '{"callback":"http:\\/\\/****@h\\/?token=****","b":2}',
    ],
    [
      '{"message":"4417 12","text":"x"} 5" {"token":"abc"}',
      '{"message":"4417 12","text":"x"} 5" {"token":"****"}',
    ],
    ['grant_type=x&auth_req_id=7-8', 'grant_type=x&auth_req_id=****'],
    ['username=a&password=a b"c&x=1', 'username=a&password=****&x=1'],
    ['%74oken=7&user%5Bpin%5D=4417', '%74oken=****&user%5Bpin%5D=****'],
    ['to=%2B4673&message=Your+code+is+482913.', 'to=%2B4673&message=Your+code+is+****.'],
    ['to=%2B4673&message=PIN%20887766%20ok', 'to=%2B4673&message=PIN%20****%20ok'],
    [
      'url=http%3A%2F%2Fu%3Ap%40h%2F%3Ftoken%3D7%26a%3D1',
      'url=http%3A%2F%2F****%40h%2F%3Ftoken%3D****%26a%3D1',
    ],
    ['a=b=token=7', 'a=b=token=****'],
    ['{"message_body":"482913 is your code"}', '{"message_body":"**** is your code"}'],
    ['<r><Token>a&amp;b</Token><m>code 482913</m></r>', '<r><Token>****</Token><m>code ****</m></r>'],
    ['<r><m>Your&#32;code&#x20;is&nbsp;482913</m></r>', '<r><m>Your&#32;code&#x20;is&nbsp;****</m></r>'],
    [
      '<s:E xmlns:s="u"><s:pin><![CDATA[44<17]]></s:pin></s:E>',
      '<s:E xmlns:s="u"><s:pin><![CDATA[****]]></s:pin></s:E>',
    ],
    ['<b>482913</b> is your code: 482913', '<b>****</b> is your code: ****'],
    ['<user password="a&quot;b" name="x"/>', '<user password="****" name="x"/>'],
    ['See https://u:p@h/x?subscription-key=c0113c#t', 'See https://****@h/x?subscription-key=****#t'],
    [
      '/collection/v1_0/accountbalance?subscription-key=c0&x=1',
      '/collection/v1_0/accountbalance?subscription-key=****&x=1',
    ],
    [`http://me.test/ussd/${'a1'.repeat(16)}`, 'http://me.test/ussd/****'],
  ])('of the text %s', (text, shown) => {
    expect(maskText(text)).toBe(shown)
  })

  it.each([
    '{"amount":"12.50","payerMessage":"Order 17"}',
    'amount=5000&text=Hello',
    'amount=5000&token=&note=100%',
    '{"code":"4000","statusCode":5000,"message":"Order 4000"}',
    '{"hasPin":true,"token":null,"otpOverride":"1111"}',
    'Paid 5000 to +46733000001. 50% off: a=b',
    '<html><body class="x">It works & goes on</body></html>',
    'CON Choose\n1 Approve\n2 Reject',
  ])('nothing of the text %s', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it('of a session: what was typed in secret, wherever it is said again', () => {
    const known = { secrets: new Set(['2741', 'abc', '12']), spoken: true }
    expect(maskText('sessionId=s&text=1*12*abc%2A2&x=12', known)).toBe(
      `sessionId=s&text=1*****${'*****'}%2A2&x=12`,
    )
    expect(maskText('sessionId=s&lastAppResponse=END%20You%20typed%202741%20thanks', known)).toBe(
      'sessionId=s&lastAppResponse=END%20You%20typed%20****%20thanks',
    )
    expect(maskText('END 2741, 27410, abc, 12', known)).toBe('END ****, 27410, ****, 12')
    expect(maskText('{"typed":2741,"said":"abc"}', known)).toBe('{"typed":"****","said":"****"}')
  })

  it('of what somebody sent: digits alone', () => {
    const spoken = { spoken: true }
    expect(maskText('from=%2B46733000001&to=22384&text=4417&date=x', spoken)).toBe(
      'from=%2B46733000001&to=22384&text=****&date=x',
    )
    expect(maskText('{"text":" 4417 ","id":4417}', spoken)).toBe('{"text":" **** ","id":4417}')
    expect(maskText('text=4417', {})).toBe('text=4417')
  })
})
