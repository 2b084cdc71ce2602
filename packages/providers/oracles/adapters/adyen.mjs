import { hmacValidator } from '@adyen/api-library'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@adyen/api-library', uses: 'hmacValidator.validateHMAC, .calculateHmac' }

export const secret = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'

/** The items carry their signatures. */
export const body = JSON.stringify({
  live: 'false',
  notificationItems: [
    {
      NotificationRequestItem: {
        additionalData: {},
        amount: { currency: 'EUR', value: 1130 },
        eventCode: 'AUTHORISATION',
        eventDate: '2026-01-05T10:00:00+01:00',
        merchantAccountCode: 'TestMerchant',
        merchantReference: 'TestPayment-1407325143704',
        paymentMethod: 'visa',
        pspReference: '7914073381342284',
        success: 'true',
      },
    },
  ],
})

const validator = new hmacValidator()

/** Whether the SDK accepts each item. */
export async function verify({ body }, secret) {
  const { notificationItems: items } = JSON.parse(body)
  return (
    items.length > 0 && items.every((item) => validator.validateHMAC(item.NotificationRequestItem, secret))
  )
}

/** Has the SDK sign each item. */
export async function sign({ method, url, body }, secret) {
  const payload = JSON.parse(body)
  for (const { NotificationRequestItem: item } of payload.notificationItems)
    item.additionalData = { ...item.additionalData, hmacSignature: validator.calculateHmac(item, secret) }
  return { method, url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) }
}
