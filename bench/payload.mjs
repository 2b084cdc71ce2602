/** A JSON payload of this many bytes, all of them ASCII. */
export function payloadOf(bytes) {
  const payload = { id: 'evt_1', type: 'invoice.paid', lines: [] }
  const line = { id: 'il_1', amount: 1200, currency: 'eur', description: 'Seat, yearly', proration: false }
  const lineLength = JSON.stringify(line).length + 1
  const frameLength = JSON.stringify({ ...payload, memo: '' }).length
  const count = Math.max(Math.floor((bytes - frameLength) / lineLength), 0)
  payload.lines = Array.from({ length: count }, () => line)
  const missing = bytes - JSON.stringify({ ...payload, memo: '' }).length
  return JSON.stringify({ ...payload, memo: 'x'.repeat(Math.max(missing, 0)) })
}

/** `1024` as `1 KB`. */
export function sizeName(bytes) {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`
}
