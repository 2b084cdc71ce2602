import type { ErrorRequestHandler } from 'express'
import { log } from '../log.js'

/** A refusal, with what to do in public words. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }
}

/** Answers errors as problem documents (RFC 9457): a `Problem` with its words, any other with its status alone. */
export function answerProblems(program: string): ErrorRequestHandler {
  return (error: unknown, _req, res, _next) => {
    const { status = 500 } = error as { status?: number }
    const detail = error instanceof Problem ? error.message : undefined
    // Express's own answer would show the stack, and a parser's message the text that it could not parse.
    if (status >= 500 && error instanceof Error) log(program, `failed: ${error.message}`)
    else log(program, `refused with ${status}${detail === undefined ? '' : `: ${detail}`}`)
    if (error instanceof Problem) res.set(error.headers)
    res
      .status(status)
      .type('application/problem+json')
      .end(JSON.stringify({ status, ...(detail === undefined ? {} : { detail }) }))
  }
}
