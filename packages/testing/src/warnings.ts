import { onCleanUp } from './clean-up.js'

/** A process warning. */
export interface Warning {
  readonly code: string | undefined
  readonly message: string
}

/** Records the process warnings instead of printing them, until the test ends. */
export function recordWarnings(): Warning[] {
  const warnings: Warning[] = []
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = ((message: string | Error, options?: NodeJS.EmitWarningOptions) => {
    warnings.push({ code: options?.code, message: String(message) })
  }) as typeof emitWarning
  onCleanUp(() => {
    process.emitWarning = emitWarning
  })
  return warnings
}
