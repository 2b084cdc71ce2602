import { styleText } from 'node:util'
import type { Outcome } from './receiver.js'

type Style = Parameters<typeof styleText>[0]

/** A line of the table: a step, and how it ended on each framework. */
export interface Line {
  readonly sent: string
  readonly expected: Outcome
  readonly outcomes: readonly Outcome[]
}

const sentWidth = 40
const expectedWidth = 'Expected'.length

/** Makes the lines of the table, without colours where they are not wanted (https://no-color.org) or not shown. */
export class Table {
  readonly #isColourful = process.stdout.isTTY && process.stdout.hasColors()

  constructor(private readonly frameworks: readonly string[]) {}

  header(): string {
    const columns = ['Sent'.padEnd(sentWidth), 'Expected', ...this.frameworks, 'Why']
    return this.#paint('dim', `  ${columns.join('  ')}`)
  }

  title(text: string): string {
    return this.#paint('bold', text)
  }

  line(line: Line): string {
    const { sent, expected, outcomes } = line
    const isRight = isAsExpected(line)
    const statuses = outcomes.map(({ status }, index) => {
      const text = String(status).padEnd(this.frameworks[index]?.length ?? 0)
      return status === expected.status ? text : this.#paint('red', text)
    })
    const why = [...new Set(outcomes.map(({ why }) => why))].join(' / ')
    const columns = [sent.padEnd(sentWidth), String(expected.status).padEnd(expectedWidth), ...statuses]
    const reason = why === expected.why ? why : this.#paint('red', `${why}, not ${expected.why}`)
    return `${this.mark(isRight)} ${columns.join('  ')}  ${reason}`
  }

  mark(isRight: boolean): string {
    return isRight ? this.#paint('green', '✓') : this.#paint('red', '✗')
  }

  #paint(style: Style, text: string): string {
    return this.#isColourful ? styleText(style, text) : text
  }
}

/** Tells whether every framework gave the status and the reason that were expected. */
export function isAsExpected({ expected, outcomes }: Line): boolean {
  return outcomes.every(({ status, why }) => status === expected.status && why === expected.why)
}
