import { colours, escapeText, frame, headHeight, width } from './frame.mjs'

const labelWidth = 220
const noteWidth = 190
const barHeight = 18
const rowHeight = 26

function bar({ label, value, note, isOurs }, index, largest) {
  const y = headHeight + index * rowHeight
  const length = Math.max((value / largest) * (width - labelWidth - noteWidth), 1)
  const baseline = y + barHeight - 5
  return [
    `<text x="${labelWidth - 8}" y="${baseline}" text-anchor="end">${escapeText(label)}</text>`,
    `<rect x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2" fill="${isOurs ? colours.ours : colours.plain}"/>`,
    `<text x="${(labelWidth + length + 8).toFixed(1)}" y="${baseline}">${escapeText(note)}</text>`,
  ].join('\n')
}

/**
 * Draws horizontal bars.
 * @param rows - `label`, `value`, `note` behind the bar, and whether the bar `isOurs`
 */
export function drawBars({ title, subtitle, rows }) {
  const largest = Math.max(...rows.map(({ value }) => value))
  const content = rows.map((row, index) => bar(row, index, largest)).join('\n')
  return frame({ title, subtitle, height: headHeight + rows.length * rowHeight + 8, content })
}
