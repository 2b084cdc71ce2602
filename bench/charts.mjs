import { drawBars } from './charts/bars.mjs'
import { colours } from './charts/frame.mjs'
import { drawLines } from './charts/lines.mjs'
import { sizeName } from './payload.mjs'

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

function growthChart(group, results) {
  const [smallest] = Object.keys(results)
  const rows = Object.entries(results).map(([name, { us }]) => ({
    label: name,
    value: us.ratios[smallest].median,
    note: name === smallest ? `1 (${us.median} us)` : withSpread(us.ratios[smallest]),
    isOurs: true,
  }))
  const subtitle = `Time a delivery takes, as a multiple of that of "${smallest}". Less is better.`
  return drawBars({ title: `Cost of a delivery: ${group}`, subtitle, rows })
}

const soakColours = { bare: colours.muted, memory: '#bc4c00', redis: '#0969da' }

function soakChart(size, memory) {
  const lines = Object.entries(memory).map(([name, { heapUsed }]) => {
    const contestant = name.split(' ')[1]
    return {
      label: `${routeLabels[contestant]}: ${heapUsed.bytesARequest.slope.toFixed(2)}`,
      colour: soakColours[contestant],
      points: Object.entries(heapUsed.bytesAfterRequests).map(([requests, bytes]) => [
        Number(requests),
        bytes / 2 ** 20,
      ]),
    }
  })
  return drawLines({
    title: `Heap of the server in MB, deliveries of ${size}`,
    subtitle: 'heapUsed after a collection of garbage. Behind each line: bytes a request in its second half.',
    xName: 'deliveries so far',
    lines,
  })
}

/** The charts of all that was measured, by file name. */
export function drawCharts({ route, verify, growth, soak }) {
  const charts = {}
  for (const [size, results] of Object.entries(route?.sizes ?? {})) {
    const frameworks = new Set(Object.keys(results).map((name) => name.split(' ')[0]))
    for (const framework of frameworks) {
      charts[fileName('route', framework, size.replace(' ', ''))] = routeChart(framework, size, results)
    }
  }
  for (const [size, results] of Object.entries(verify?.sizes ?? {})) {
    charts[fileName('verify', size.replace(' ', ''))] = verifyChart(size, results)
  }
  for (const [group, results] of Object.entries(growth?.sizes ?? {})) {
    charts[fileName('growth', group)] = growthChart(group, results)
  }
  if (soak) charts[fileName('soak')] = soakChart(sizeName(soak.settings.bytes), soak.memory)
  return charts
}

function fileName(...parts) {
  return `${parts.join('-').toLowerCase().replace(/\W+/g, '-')}.svg`
}
