// jest's globalSetup of the projects that run Redis: finds or installs the server once, before the workers look.
import { tsImport } from 'tsx/esm/api'

export default async function setUpRedis() {
  const { provideRedis } = await tsImport('./redis-binary.ts', import.meta.url)
  process.env.REDIS_SERVER = provideRedis()
}
