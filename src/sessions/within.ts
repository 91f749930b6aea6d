/** The result did not come in time; it may still come, but is ignored. */
export class OverdueError extends Error {
  override readonly name = 'OverdueError' as const
}

/** @throws OverdueError after this many seconds of real time */
export async function within<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new OverdueError(`This did not come to an end within ${seconds} seconds of real time.`))
    }, seconds * 1000)
  })
  try {
    return await Promise.race([work, overdue])
  } finally {
    clearTimeout(timer)
  }
}
