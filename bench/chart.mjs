const width = 720
const labelWidth = 220
const valueWidth = 150
const barHeight = 18
const rowHeight = 26
const headHeight = 62

// Both grounds have to bear the text: the page's colours decide, not the system's, so there is no media query.
const colours = { text: '#757b84', plain: '#8b929b', ours: '#2f81f7' }

function escapeText(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

function bar({ label, value, note, isOurs }, index, largest) {
  const y = headHeight + index * rowHeight
  const length = Math.max((value / largest) * (width - labelWidth - valueWidth), 1)
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
  const height = headHeight + rows.length * rowHeight + 8
  const largest = Math.max(...rows.map(({ value }) => value))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${colours.text}">
<title>${escapeText(title)}</title>
<text x="8" y="22" font-size="16" font-weight="600">${escapeText(title)}</text>
<text x="8" y="42" font-size="12">${escapeText(subtitle)}</text>
${rows.map((row, index) => bar(row, index, largest)).join('\n')}
</svg>
`
}
