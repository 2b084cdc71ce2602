const tasks: (() => unknown)[] = []

/** Registers what is to be undone after the test. */
export function onCleanUp(task: () => unknown): void {
  tasks.push(task)
}

/** Undoes what the test set up, last first. Test files pass it to `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) await task()
}
