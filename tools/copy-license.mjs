// Puts the licence into the package in the current folder, so that its tarball carries it.
import { copyFileSync } from 'node:fs'

copyFileSync(new URL('../LICENSE', import.meta.url), 'LICENSE')
