// Imported first: sets the clock of the process wrong, by SHIFT_CLOCK_MS milliseconds.
const shiftMs = Number(process.env['SHIFT_CLOCK_MS'] ?? 0)
const now = Date.now
Date.now = () => now() + shiftMs
