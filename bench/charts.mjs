import { drawBars } from './chart.mjs'

const routeLabels = {
  bare: 'bare route',
  verify: 'Postern, verification only',
  memory: 'Postern, memory store',
  redis: 'Postern, Redis',
  hand: 'made by hand, Redis',
}

function withSpread({ median, quartiles: [low, high] }) {
  return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
}

function routeChart(framework, size, results) {
  const rows = Object.entries(routeLabels).map(([contestant, label]) => {
    const { requestsPerSecond } = results[`${framework} ${contestant}`]
    return {
      label,
      value: requestsPerSecond.median,
      note: `${requestsPerSecond.median.toFixed(0)}, x ${requestsPerSecond.ratios.bare.median.toFixed(2)}`,
      isOurs: label.startsWith('Postern'),
    }
  })
  const title = `${framework}: requests a second, bodies of ${size}`
  return drawBars({ title, subtitle: 'More is better. Behind it: the share of the bare route.', rows })
}

function verifyChart(size, results) {
  const rows = Object.entries(results).map(([name, { us }]) => ({
    label: name,
    value: us.ratios.floor.median,
    note: withSpread(us.ratios.floor),
    isOurs: name.startsWith('postern'),
  }))
  const title = `Verification, bodies of ${size}`
  return drawBars({ title, subtitle: 'Time, in times of one bare HMAC. Less is better.', rows })
}

/** The charts of all that was measured, by file name. */
export function drawCharts({ route, verify }) {
  const charts = {}
  for (const [size, results] of Object.entries(route?.sizes ?? {})) {
    const frameworks = new Set(Object.keys(results).map((name) => name.split(' ')[0]))
    for (const framework of frameworks) {
      charts[`route-${framework}-${fileName(size)}`] = routeChart(framework, size, results)
    }
  }
  for (const [size, results] of Object.entries(verify?.sizes ?? {})) {
    charts[`verify-${fileName(size)}`] = verifyChart(size, results)
  }
  return charts
}

function fileName(size) {
  return `${size.replace(' ', '').toLowerCase()}.svg`
}
