export const width = 720
export const headHeight = 62

// A ground of the chart's own: in a README, SVG cannot tell whether the page around it is light or dark.
export const colours = {
  ground: '#ffffff',
  border: '#d0d7de',
  grid: '#e3e7eb',
  text: '#1f2328',
  muted: '#59636e',
  plain: '#8b929b',
  ours: '#2f81f7',
}

export function escapeText(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** A whole SVG: the title, what the title leaves open, and the content below them, from `headHeight` on. */
export function frame({ title, subtitle, height, content }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${colours.text}">
<title>${escapeText(title)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6" fill="${colours.ground}" stroke="${colours.border}"/>
<text x="12" y="25" font-size="16" font-weight="600">${escapeText(title)}</text>
<text x="12" y="45" font-size="12" fill="${colours.muted}">${escapeText(subtitle)}</text>
${content}
</svg>
`
}
