/** A capture that could not be read. Its message says what to do, and shows nothing of the capture. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError'
}
